using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec.Compiled;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Writes the JSON of records straight from their bytes. Not for several threads.</summary>
public sealed class RecordDecoder
{
    private readonly RecordCodec _codec;
    private readonly CodecState _state;

    private readonly RecordProgram? _program;

    internal RecordDecoder(RecordCodec codec, RecordProgram? program) =>
        (_codec, _state, _program) = (codec, new CodecState(codec.Slots), program);

    /// <summary>Malformed numbers that became null because the policy says so, so far.</summary>
    public long LenientNulls => _state.LenientNulls;

    /// <summary>Bytes of the last record that its layout took; what follows is beyond it.</summary>
    public int Consumed => _state.Position;

    /// <summary>Decodes one record; nothing is written when it fails.</summary>
    /// <param name="record">The record's bytes, without length words.</param>
    /// <param name="recordOffset">Where the record stands in its file, in bytes; failures count from there.</param>
    /// <param name="output">Takes one JSON object.</param>
    /// <returns>The failure with field, offset, hexadecimal bytes and what was expected; null when all went well.</returns>
    public Failure? Decode(ReadOnlySpan<byte> record, long recordOffset, IBufferWriter<byte> output)
    {
        _state.Reset(recordOffset);
        if (_program is null || !Compiled(_program, record))
        {
            if (Simple(record) is { } failure) return failure;
        }

        output.Write(_state.Sink.Written);
        return null;
    }

    private bool Compiled(RecordProgram program, ReadOnlySpan<byte> record)
    {
        var nulls = _state.LenientNulls;
        var sink = new JsonRecordSink(_state);
        if (Runner.Run(program, record, _state, ref sink) && Finish(record)) return true;
        // Something is wrong: the simple way finds out what and where.
        _state.Reset(_state.RecordOffset);
        _state.LenientNulls = nulls;
        return false;
    }

    private Failure? Simple(ReadOnlySpan<byte> record) => _codec.Root.Decode(record, _state) && Finish(record) ? null : _state.Failure;

    private bool Finish(ReadOnlySpan<byte> record)
    {
        var sink = _state.Sink;
        foreach (var view in _codec.Views)
        {
            var (start, end) = view.Place(_state);
            if (end > record.Length || end <= start) continue;
            sink.Property(view.Property);
            var mark = sink.Count;
            if (view.Codec.Decode(record[start..end], sink)) continue;
            sink.Count = mark;
            sink.Bytes("null"u8);
        }

        var tail = record[_state.Position..];
        if (tail.Length > 0 && !_codec.Options.AllowLong)
        {
            return _state.Fail(
                CopybookErrors.Long, _codec.Layout.Root, tail, _state.Position, $"the end of the record after {_state.Position} bytes",
                "Check the record length and how DEPENDING ON tables are stored.");
        }

        if (tail.Length > 0 && _codec.Options.KeepRaw)
        {
            sink.Property("\"~tail\":"u8.ToArray());
            sink.Hex(tail);
        }

        sink.Byte((byte)'}');
        return true;
    }
}
