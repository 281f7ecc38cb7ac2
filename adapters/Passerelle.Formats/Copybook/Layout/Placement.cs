using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Layout;

/// <summary>Computes offsets, lengths and slack bytes; refuses records beyond the limit.</summary>
internal sealed class Placement(CopybookOptions options, ProblemList problems)
{
    private const int MaxSteps = 4_000_000;
    private int _steps;

    public void Place(CopybookField root)
    {
        var length = Measure(root, 0);
        if (length > options.MaxRecordLength) TooLong(root, length);
    }

    private void TooLong(CopybookField field, long length) =>
        problems.Add(CopybookErrors.Limit, field.At, field.Name, $"a record of at most {options.MaxRecordLength} bytes", $"{length}",
            "Lower OCCURS or the pictures.");

    /// <summary>The bytes of one occurrence; alignment counts from the start of the record.</summary>
    private long Measure(CopybookField field, long offset)
    {
        // Alignment measures a group twice; nested groups could do so without end.
        if (++_steps == MaxSteps)
        {
            problems.Add(CopybookErrors.Limit, field.At, field.Name, $"at most {MaxSteps} alignments", "more",
                "Remove SYNCHRONIZED from nested groups.");
        }

        field.Offset = (int)Math.Min(offset, int.MaxValue);
        if (!field.IsGroup)
        {
            field.Length = LeafRules.Length(field, options);
            field.Alignment = LeafRules.Alignment(field);
            field.IsVariable = Varies(field);
            return field.Length;
        }

        long at = offset, end = offset;
        foreach (var child in field.ChildList)
        {
            if (problems.All.Count > 0) return 0;
            if (field.Synchronized) child.Synchronized = true;
            at = Child(child, child.Redefines is { } redefined ? redefined.Offset : end, child.Redefines is null);
            end = Math.Max(end, at);
            field.Alignment = Math.Max(field.Alignment, child.Alignment);
            field.IsVariable |= child.IsVariable;
        }

        var length = end - offset;
        if (field.IsTable && field.Alignment > 1)
            field.SlackAfter = (int)((field.Alignment - (length % field.Alignment)) % field.Alignment);
        length += field.SlackAfter;
        if (length > options.MaxRecordLength) TooLong(field, length);
        field.Length = (int)Math.Min(length, int.MaxValue);
        field.IsVariable |= Varies(field);
        return field.Length;
    }

    private bool Varies(CopybookField field) => field.DependingOn is not null && options.Odo == OdoStorage.Real;

    /// <summary>Places one child and returns where it ends.</summary>
    private long Child(CopybookField child, long start, bool aligns)
    {
        var length = Measure(child, start);
        var boundary = child.IsGroup && !child.IsTable ? 1 : child.Alignment;
        var slack = (int)((boundary - (start % boundary)) % boundary);
        // Set anew each time: an outer alignment may have moved the item since it was measured first.
        child.SlackBefore = aligns ? slack : 0;
        if (child.SlackBefore > 0)
        {
            length = Measure(child, start + slack);
            start += slack;
        }

        var total = length * child.MaxOccurs;
        if (start + total <= options.MaxRecordLength) return start + total;
        if (problems.All.Count == 0) TooLong(child, start + total);
        return start;
    }
}
