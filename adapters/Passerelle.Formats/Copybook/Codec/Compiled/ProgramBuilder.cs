using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Flattens nodes into steps: groups vanish, punctuation joins the names, small tables are unrolled.</summary>
/// <param name="columnOf">The column of a leaf, or -1 when nobody wants it; null when JSON is written.</param>
internal sealed class ProgramBuilder(Func<LeafNode, int>? columnOf)
{
    private const int MaxUnrolled = 128;
    private const int SlowNumber = 200;
    private readonly List<Step> _steps = [];
    private readonly List<byte> _pending = [];
    private Step? _block;

    // Whether the open object has no property yet; null when only the record can tell.
    private bool? _isFirst = true;

    public static RecordProgram Record(GroupNode root, Func<LeafNode, int>? columnOf = null)
    {
        var builder = new ProgramBuilder(columnOf);
        builder.Value(root);
        return builder.Finish();
    }

    private RecordProgram Finish()
    {
        Flush();
        return new RecordProgram([.. _steps]);
    }

    private void Flush()
    {
        if (_pending.Count > 0 && columnOf is null)
        {
            _steps.Add(new Step(StepKind.Literal) { Prefix = [.. _pending] });
            if (_block is not null) _block.Bound += _pending.Count;
        }

        _pending.Clear();
    }

    private void EndBlock()
    {
        Flush();
        _block = null;
    }

    private Step Block()
    {
        if (_block is not null) return _block;
        _block = new Step(StepKind.Block);
        _steps.Add(_block);
        return _block;
    }

    private void Property(Node node)
    {
        if (_isFirst is null)
        {
            Flush();
            _steps.Add(new Step(StepKind.Comma));
        }
        else if (_isFirst == false) _pending.Add((byte)',');
        _pending.AddRange(node.Property);
        _isFirst = false;
    }

    private void Member(Node node)
    {
        switch (node)
        {
            case LeafNode leaf: Leaf(leaf, true); break;
            case TableNode table: Table(table); break;
            case AreaNode area: Area(area); break;
            default:
                Property(node);
                Value(node);
                break;
        }
    }

    private void Value(Node node)
    {
        if (node is LeafNode leaf) Leaf(leaf, false);
        else if (node is GroupNode group) Group(group);
        else throw new InvalidOperationException($"{node.GetType()} has no value of its own.");
    }

    private void Group(GroupNode group)
    {
        _pending.Add((byte)'{');
        _isFirst = true;
        foreach (var member in group.Members)
        {
            if (member.Field.SlackBefore > 0) Block().Bytes += member.Field.SlackBefore;
            Member(member);
        }

        if (group.Field.SlackAfter > 0) Block().Bytes += group.Field.SlackAfter;
        if (!group.IsRecord) _pending.Add((byte)'}');
        _isFirst = false;
    }

    private void Leaf(LeafNode leaf, bool isMember)
    {
        var block = Block();
        var offset = block.Bytes;
        block.Bytes += leaf.Codec.Length;
        if (leaf.CountSlot >= 0)
            _steps.Add(new Step(StepKind.Slot) { Leaf = leaf, Offset = offset, Length = leaf.Codec.Length, Slot = leaf.CountSlot });
        var column = columnOf?.Invoke(leaf) ?? -1;
        if (columnOf is null ? leaf.IsHidden : column < 0) return;
        if (isMember) Property(leaf);
        _steps.Add(LeafStep(leaf, offset, column));
        block.Bound += _pending.Count + (6 * leaf.Codec.Length) + SlowNumber;
        _pending.Clear();
        if (columnOf is not null || !isMember || !leaf.ShowsConditions) return;
        _steps.Add(new Step(StepKind.Conditions) { Leaf = leaf, Offset = offset, Length = leaf.Codec.Length });
        block.Bound += leaf.Conditions.Sum(condition => condition.Property.Length + 6);
    }

    private Step LeafStep(LeafNode leaf, int offset, int column)
    {
        var kind = leaf.Codec is TextCodec ? StepKind.Text : StepKind.Other;
        var number = leaf.Codec is NumberCodec codec ? NumberShape.Of(codec, out kind) : null;
        return new Step(leaf.Codec is NumberCodec && number is null ? StepKind.Other : kind)
        {
            Prefix = [.. _pending],
            Offset = offset,
            Length = leaf.Codec.Length,
            Leaf = leaf,
            Number = number,
            Text = (leaf.Codec as TextCodec)?.Shape(),
            HasNulls = leaf.HasNulls || leaf.Field.BlankWhenZero,
            Column = column,
        };
    }

    private void Table(TableNode table)
    {
        var (element, hidden) = (table.Element, table.Element.IsHidden);
        if (!hidden)
        {
            Property(table);
            _pending.Add((byte)'[');
        }

        if (table.CountSlot < 0 && Leaves(table.Field) <= MaxUnrolled
            && table.Field.Walk().Skip(1).All(field => field is { DependingOn: null, Redefines: null }))
        {
            for (var i = 0; i < table.Field.MaxOccurs; i++)
            {
                if (i > 0 && !hidden) _pending.Add((byte)',');
                Value(element);
            }
        }
        else
        {
            EndBlock();
            var body = new ProgramBuilder(columnOf);
            body.Value(element);
            _steps.Add(new Step(StepKind.Loop) { Table = table, Body = body.Finish() });
        }

        if (!hidden) _pending.Add((byte)']');
        _isFirst = hidden ? _isFirst : false;
    }

    private static long Leaves(CopybookField field) =>
        Math.Min(int.MaxValue, field.MaxOccurs * (field.IsGroup ? field.Children.Sum(Leaves) : 1));

    private void Area(AreaNode area)
    {
        EndBlock();
        var programs = new List<RecordProgram>();
        var (before, all) = (_isFirst, true);
        foreach (var alternative in area.Alternatives)
        {
            var builder = new ProgramBuilder(columnOf) { _isFirst = area.IsChosen || programs.Count == 0 ? before : _isFirst };
            builder.Member(alternative);
            programs.Add(builder.Finish());
            var writes = !IsHidden(alternative);
            all &= writes;
            if (!area.IsChosen && before != false) _isFirst = writes || _isFirst == false ? false : null;
        }

        _isFirst = before == false || all ? false : area.IsChosen || _isFirst != false ? null : false;
        _steps.Add(new Step(StepKind.Area) { Area = area, Alternatives = [.. programs] });
    }

    private static bool IsHidden(Node node) => node.IsHidden || node is TableNode { Element.IsHidden: true };
}
