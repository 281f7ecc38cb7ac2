namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Where the values of a record go.</summary>
internal interface IRecordSink
{
    void Reserve(int bound);

    void Literal(byte[] bytes);

    void Comma();

    void Conditions(Step step, ReadOnlySpan<byte> source);

    /// <summary>Takes a leaf's value; false when the record cannot be read this way.</summary>
    bool Leaf(Step step, ReadOnlySpan<byte> record, int at);

    /// <summary>Remembers what was written, so that an alternative that does not fit can be taken back.</summary>
    int Mark(RecordProgram alternative);

    void Restore(RecordProgram alternative, int mark);

    void Release(RecordProgram alternative, int mark);

    /// <summary>Writes that an alternative does not fit the bytes.</summary>
    void Misfit(Node alternative);
}

/// <summary>Runs the steps of a record. False means only that the simple way must be taken, which finds out why.</summary>
internal static class Runner
{
    private static readonly byte[] Comma = [(byte)','];

    public static bool Run<TSink>(RecordProgram program, ReadOnlySpan<byte> record, CodecState state, ref TSink sink)
        where TSink : struct, IRecordSink, allows ref struct
    {
        var at = state.Position;
        var start = at;
        foreach (var step in program.Steps)
        {
            switch (step.Kind)
            {
                case StepKind.Block:
                    if (record.Length - at < step.Bytes) return false;
                    start = at;
                    at += step.Bytes;
                    sink.Reserve(step.Bound);
                    break;
                case StepKind.Slot:
                    state.Positions[step.Slot] = start + step.Offset;
                    state.Counts[step.Slot] = step.Leaf!.Count(record.Slice(start + step.Offset, step.Length));
                    break;
                case StepKind.Literal: sink.Literal(step.Prefix); break;
                case StepKind.Comma: sink.Comma(); break;
                case StepKind.Conditions: sink.Conditions(step, record.Slice(start + step.Offset, step.Length)); break;
                case StepKind.Loop:
                    state.Position = at;
                    if (!Loop(step, record, state, ref sink)) return false;
                    at = state.Position;
                    break;
                case StepKind.Area:
                    state.Position = at;
                    if (!Area(step, record, state, ref sink)) return false;
                    at = state.Position;
                    break;
                default:
                    if (!sink.Leaf(step, record, start + step.Offset)) return false;
                    break;
            }
        }

        state.Position = at;
        return true;
    }

    private static bool Loop<TSink>(Step step, ReadOnlySpan<byte> record, CodecState state, ref TSink sink)
        where TSink : struct, IRecordSink, allows ref struct
    {
        var table = step.Table!;
        if (table.Count(state) is not { } count) return false;
        var start = state.Position;
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && !table.Element.IsHidden) sink.Literal(Comma);
            if (!Run(step.Body!, record, state, ref sink)) return false;
        }

        if (!table.IsFull) return true;
        state.Position = start + table.Field.TotalLength;
        return state.Position <= record.Length;
    }

    private static bool Area<TSink>(Step step, ReadOnlySpan<byte> record, CodecState state, ref TSink sink)
        where TSink : struct, IRecordSink, allows ref struct
    {
        var area = step.Area!;
        var start = state.Position;
        if (!area.IsWholeRecord && record.Length - start < area.Size) return false;
        if (!area.IsChosen) return SideBySide(step, record, state, ref sink);
        if (area.Choose(record, state, start) is not { } chosen || !Run(step.Alternatives[chosen], record, state, ref sink)) return false;
        if (!area.IsWholeRecord) state.Position = start + area.Size;
        return true;
    }

    private static bool SideBySide<TSink>(Step step, ReadOnlySpan<byte> record, CodecState state, ref TSink sink)
        where TSink : struct, IRecordSink, allows ref struct
    {
        var area = step.Area!;
        var (start, end) = (state.Position, state.Position);
        state.Tolerant++;
        for (var i = 0; i < step.Alternatives.Length; i++)
        {
            var alternative = step.Alternatives[i];
            var mark = sink.Mark(alternative);
            state.Position = start;
            if (Run(alternative, record, state, ref sink))
            {
                end = Math.Max(end, state.Position);
                sink.Release(alternative, mark);
                continue;
            }

            sink.Restore(alternative, mark);
            sink.Misfit(area.Alternatives[i]);
            state.LenientNulls++;
        }

        state.Tolerant--;
        state.Position = area.IsWholeRecord ? end : start + area.Size;
        return true;
    }
}
