using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Writes record JSON. Blocks reserve the room of all their leaves, so that these write without looking.</summary>
internal readonly struct JsonRecordSink(CodecState state) : IRecordSink
{
    // Whole words and vectors are written, of which only a part counts.
    private const int Overshoot = 64;
    private readonly JsonSink _sink = state.Sink;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reserve(int bound) => _sink.Room(bound + Overshoot);

    public void Literal(byte[] bytes) => _sink.Bytes(bytes);

    public void Comma()
    {
        if (_sink.Written[^1] != (byte)'{') _sink.Byte((byte)',');
    }

    public void Conditions(Step step, ReadOnlySpan<byte> source) => step.Leaf!.WriteConditions(source, _sink);

    public int Mark(RecordProgram alternative) => _sink.Count;

    public void Restore(RecordProgram alternative, int mark) => _sink.Count = mark;

    public void Release(RecordProgram alternative, int mark)
    {
    }

    public void Misfit(Node alternative)
    {
        _sink.Property(alternative.Property);
        _sink.Bytes("null"u8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Leaf(Step step, ReadOnlySpan<byte> record, int at)
    {
        ref var target = ref _sink.Next;
        ref var value = ref Unsafe.Add(ref target, Prefix(step.Prefix, ref target));
        if (step.HasNulls && step.Leaf!.NeedsCodec(record.Slice(at, step.Length))) return Slow(step, record, at);
        var n = Write(step, record, at, ref value);
        if (n < 0) return Slow(step, record, at);
        _sink.Count += step.Prefix.Length + n;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(Step step, ReadOnlySpan<byte> record, int at, ref byte target)
    {
        Digits digits;
        switch (step.Kind)
        {
            case StepKind.Text:
                return step.Text!.WriteJson(record.Slice(at, step.Length), ref target);
            case StepKind.Packed:
                if (!NumberReader.Packed(step.Number!, record, at, step.Length, out var halves, out var negative)) return -1;
                digits = new Digits(Words.Spread((uint)(halves >> 32)), Words.Spread((uint)halves), negative);
                break;
            case StepKind.Zoned:
                if (!NumberReader.Zoned(step.Number!, record, at, step.Length, out digits)) return -1;
                break;
            case StepKind.Binary:
                if (!NumberReader.BinaryDigits(step.Number!, record, at, step.Length, out digits)) return -1;
                break;
            default: return -1;
        }

        return NumberWriter.Write(digits, step.Number!.Scale, ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Prefix(byte[] prefix, ref byte target)
    {
        Unsafe.CopyBlockUnaligned(ref target, ref MemoryMarshal.GetArrayDataReference(prefix), (uint)prefix.Length);
        return prefix.Length;
    }

    /// <summary>The field's own codec: for what is rare, and for what is malformed.</summary>
    private bool Slow(Step step, ReadOnlySpan<byte> record, int at)
    {
        _sink.Bytes(step.Prefix);
        return step.Leaf!.Value(record.Slice(at, step.Length), _sink, state, at);
    }
}
