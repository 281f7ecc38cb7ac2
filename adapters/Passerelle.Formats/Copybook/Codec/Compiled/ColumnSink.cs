using System.Runtime.CompilerServices;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Appends typed values to columns; punctuation means nothing here.</summary>
internal readonly struct ColumnSink(Column[] columns, CodecState state) : IRecordSink
{
    public void Reserve(int bound)
    {
    }

    public void Literal(byte[] bytes)
    {
    }

    public void Comma()
    {
    }

    public void Conditions(Step step, ReadOnlySpan<byte> source)
    {
    }

    public int Mark(RecordProgram alternative)
    {
        var mark = state.Marks.Count;
        foreach (var column in alternative.Columns) state.Marks.Add(columns[column].Count);
        return mark;
    }

    public void Restore(RecordProgram alternative, int mark)
    {
        for (var i = 0; i < alternative.Columns.Length; i++) columns[alternative.Columns[i]].Truncate(state.Marks[mark + i]);
        Release(alternative, mark);
    }

    public void Release(RecordProgram alternative, int mark) => state.Marks.RemoveRange(mark, state.Marks.Count - mark);

    public void Misfit(Node alternative)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Leaf(Step step, ReadOnlySpan<byte> record, int at)
    {
        var column = columns[step.Column];
        if (step.HasNulls && step.Leaf!.NeedsCodec(record.Slice(at, step.Length))) return Slow(step, column, record, at);
        switch (step.Kind)
        {
            case StepKind.Text:
                column.Add(step.Text!, record.Slice(at, step.Length));
                return true;
            case StepKind.Packed:
                if (!NumberReader.Packed(step.Number!, record, at, step.Length, out var halves, out var negative)) break;
                var packed = (long)Words.FromHalves(halves);
                column.Add(negative ? -packed : packed);
                return true;
            case StepKind.Zoned:
                if (!NumberReader.Zoned(step.Number!, record, at, step.Length, out var digits)) break;
                column.Add(digits.Value);
                return true;
            case StepKind.Binary:
                var binary = NumberReader.Binary(step.Number!, record, at, step.Length, out var tooGreat);
                if (tooGreat || column.Kind != ColumnKind.Integer) break;
                column.Add(binary);
                return true;
        }

        return Slow(step, column, record, at);
    }

    private bool Slow(Step step, Column column, ReadOnlySpan<byte> record, int at)
    {
        var leaf = step.Leaf!;
        var source = record.Slice(at, step.Length);
        if (leaf.HasNulls && leaf.IsNull(source)) column.AddNull();
        else if (!Value(leaf.Codec, column, source))
        {
            if (!leaf.IsLenient && state.Tolerant == 0) return false;
            state.LenientNulls++;
            column.AddNull();
        }

        return true;
    }

    private static bool Value(LeafCodec codec, Column column, ReadOnlySpan<byte> source)
    {
        switch (codec)
        {
            case NumberCodec number when column.Kind != ColumnKind.Text:
                if (!number.Read(source, out var negative, out var magnitude) || magnitude > (UInt128)Int128.MaxValue) return false;
                column.Add(negative ? -(Int128)magnitude : (Int128)magnitude);
                return true;
            case FloatCodec real:
                var value = real.Read(source);
                if (double.IsFinite(value)) column.Add(value);
                return double.IsFinite(value);
            default:
                var text = codec.ReadText(source);
                if (text is not null) column.Add(text);
                return text is not null;
        }
    }
}
