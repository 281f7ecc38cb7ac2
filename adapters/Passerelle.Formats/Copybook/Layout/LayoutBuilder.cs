using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Layout;

/// <summary>Nests items by level, resolves their references, and computes their places.</summary>
internal sealed class LayoutBuilder(CopybookOptions options, ProblemList problems)
{
    private readonly List<CopybookField> _renames = [];
    private readonly List<CopybookField> _order = [];
    private readonly Dictionary<string, CopybookField> _last = new(StringComparer.Ordinal);

    public CopybookLayout? Build(List<CopybookField> items, string file)
    {
        var root = new CopybookField { Level = 0, Name = "", At = new SourceLocation(file, 0, 0) };
        Nest(items, root);
        if (root.ChildList.Count == 0)
        {
            problems.Add(CopybookErrors.Syntax, root.At, "", "at least one item", "none", "Give a copybook with a record description.");
            return null;
        }

        // Several record descriptions of one file share its record area.
        var records = root.ChildList.FindAll(child => child.Level == 1);
        if (records.Count > 1)
            foreach (var record in records.Skip(1)) record.RedefinesName ??= records[0].Name;
        foreach (var field in root.Walk().Skip(1)) _order.Add(field);
        NameAll(root);
        foreach (var child in root.ChildList) Inherit(child, null, null);
        ResolveAll(records);
        if (problems.All.Count > 0) return null;
        new Placement(options, problems).Place(root);
        if (problems.All.Count > 0) return null;
        var top = root.ChildList is [{ IsGroup: true, IsTable: false } only] ? only : root;
        if (top != root) top.Parent = null;
        var views = _renames.ConvertAll(View).OfType<CopybookView>().ToList();
        return problems.All.Count > 0 ? null : new CopybookLayout(top, views, options);
    }

    private void Nest(List<CopybookField> items, CopybookField root)
    {
        var open = new Stack<CopybookField>([root]);
        foreach (var item in items)
        {
            if (item.Level == 66)
            {
                _renames.Add(item);
                continue;
            }

            var level = item.Level == 77 ? 1 : item.Level;
            while (open.Count > 1 && (open.Peek().Level == 77 ? 1 : open.Peek().Level) >= level) open.Pop();
            var parent = open.Peek();
            var sibling = parent.ChildList.LastOrDefault();
            if (sibling is not null && parent != root && sibling.Level != item.Level)
            {
                problems.Add(
                    CopybookErrors.Levels, item.At, item.Name, $"level {sibling.Level:00}, as its sibling {sibling.Name}",
                    $"level {item.Level:00}", "Give siblings one level number.");
            }

            if (parent.PictureText is not null)
            {
                problems.Add(
                    CopybookErrors.Levels, item.At, item.Name, $"a group above level {item.Level:00}",
                    $"{parent.Name}, which has a picture", "Remove the picture of the group, or correct the level.");
            }

            item.Parent = parent;
            parent.ChildList.Add(item);
            open.Push(item);
        }
    }

    private static void NameAll(CopybookField root)
    {
        var fillers = 0;
        foreach (var group in root.Walk())
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var child in group.ChildList)
            {
                seen[child.Name] = seen.GetValueOrDefault(child.Name) + 1;
                child.JsonName = child.IsFiller ? $"FILLER-{++fillers}"
                    : seen[child.Name] == 1 ? child.Name
                    : $"{child.Name}-{seen[child.Name]}";
            }
        }
    }

    private void Inherit(CopybookField field, Usage? usage, SignPlace? sign)
    {
        usage = field.OwnUsage ?? usage;
        sign = field.OwnSign ?? sign;
        field.Usage = usage ?? DefaultUsage(field);
        field.Sign = sign ?? SignPlace.Trailing;
        if (!field.IsGroup) LeafRules.Check(field, problems);
        foreach (var child in field.ChildList) Inherit(child, usage, sign);
    }

    private static Usage DefaultUsage(CopybookField field) => field.Picture?.Category switch
    {
        PictureCategory.National => Usage.National,
        PictureCategory.DoubleByte => Usage.DoubleByte,
        _ => Usage.Display,
    };

    /// <summary>Walks in order and remembers the last item of each name, so that time grows with the number of items only.</summary>
    private void ResolveAll(List<CopybookField> records)
    {
        var siblings = new Dictionary<(CopybookField, string), CopybookField>();
        foreach (var field in _order)
        {
            if (field.RedefinesName is { } redefined)
            {
                var found = siblings.GetValueOrDefault((field.Parent!, redefined));
                if (found is null && field.Level == 1 && records.Count > 1 && field != records[0]) found = records[0];
                field.Redefines = Redefined(field, redefined, found);
            }

            if (field.DependingName is { } name) field.DependingOn = Counter(field, name);
            siblings[(field.Parent!, field.Name)] = field;
            _last[field.Name] = field;
        }
    }

    private CopybookField? Redefined(CopybookField field, string name, CopybookField? found)
    {
        if (found is null)
        {
            problems.Add(CopybookErrors.Reference, field.At, field.Name, "REDEFINES of an item before it at the same level", $"'{name}'",
                "Name a sibling that stands before.");
        }
        else if (found.IsTable)
        {
            problems.Add(CopybookErrors.Clause, field.At, field.Name, "REDEFINES of an item without OCCURS", $"'{name}'",
                "Put the table into a group and redefine that.");
        }

        return found?.Redefines ?? found;
    }

    private CopybookField? Counter(CopybookField table, string name)
    {
        var counter = _last.GetValueOrDefault(name);
        if (counter is null)
        {
            problems.Add(CopybookErrors.Reference, table.At, table.Name, "DEPENDING ON an item that stands before the table", $"'{name}'",
                "Name a count that stands before the table in the record.");
        }
        else if (counter.IsGroup || counter.Picture is not { Category: PictureCategory.Numeric, Scale: 0 })
        {
            problems.Add(
                CopybookErrors.Reference, table.At, table.Name, "DEPENDING ON a whole number", $"'{name}'", "Name a whole-number item.");
        }

        return counter;
    }

    private CopybookView? View(CopybookField rename)
    {
        var (fromName, thruName) = rename.RenamesNames ?? ("", null);
        var from = _last.GetValueOrDefault(fromName);
        var thru = thruName is null ? from : _last.GetValueOrDefault(thruName);
        var end = thru is null ? 0 : thru.Offset + thru.TotalLength;
        if (from is not null && thru is not null && end > from.Offset)
        {
            return new CopybookView(
                rename.Name, from.Offset, end - from.Offset, thruName is null && !from.IsGroup ? from : null, from, thru);
        }

        problems.Add(
            CopybookErrors.Reference, rename.At, rename.Name, "RENAMES of items of the record, in order",
            $"'{fromName}'{(thruName is null ? "" : $" THRU '{thruName}'")}", "Name items that stand in the record.");
        return null;
    }
}
