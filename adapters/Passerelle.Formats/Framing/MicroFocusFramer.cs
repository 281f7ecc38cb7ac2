using System.Buffers.Binary;

namespace Passerelle.Formats.Framing;

/// <summary>Micro Focus: a header of 128 bytes, which is itself framed as a record of type 3, then records padded to 4 bytes.</summary>
internal sealed class MicroFocusFramer(FrameOptions options) : Framer(options)
{
    public const int HeaderSize = 128;

    private const int Compression = 41;

    /// <inheritdoc/>
    /// <remarks>The state is the size of the record headers: 0 before the file's header is read.</remarks>
    public override Step Next(ReadOnlySpan<byte> data, bool atEnd, ref long state) =>
        state == 0 ? Header(data, atEnd, ref state) : Frame(data, atEnd, state);

    protected override Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        var size = block == 2 ? 2 : 4;
        if (data.Length < size) return Short(data, atEnd, size);
        var type = data[0] >> 4;
        var length = size == 2
            ? BinaryPrimitives.ReadUInt16BigEndian(data) & 0x0FFF
            : (int)(BinaryPrimitives.ReadUInt32BigEndian(data) & 0x0FFF_FFFF);
        if (type is 0 or > 8 || length > Options.MaxRecordBytes)
        {
            return Step.Broken(new(
                FramingErrors.BadLength, size, $"a record header of type 1 to 8 for at most {Options.MaxRecordBytes} bytes",
                $"type {type} for {length} bytes", CheckFraming, Resume.Nowhere));
        }

        var padding = -(size + length) & 3;
        if (data.Length < size + length + padding && !atEnd) return new(StepKind.More);
        if (data.Length < size + length) return Truncated(data, size + length);
        padding = Math.Min(padding, data.Length - size - length);
        if (type is 4 or 5 or 8) return new(StepKind.Record, size, length, padding);
        return new(StepKind.Aside, size + length + padding) { Counter = type == 2 ? "deletedRecords" : "systemRecords" };
    }

    private static Step Short(ReadOnlySpan<byte> data, bool atEnd, int size) => atEnd ? Truncated(data, size) : new(StepKind.More);

    private static Step Header(ReadOnlySpan<byte> data, bool atEnd, ref long state)
    {
        if (data.Length < HeaderSize) return atEnd ? Truncated(data, HeaderSize) : new(StepKind.More);
        var form = data is [0x30, 0x7E, ..] ? 2 : data is [0x30, 0, 0, 0x7C, ..] ? 4 : 0;
        if (form == 0)
        {
            return Step.Broken(new(
                FramingErrors.FileHeader, 4, "307E or 3000007C", Convert.ToHexString(data[..4]),
                "Check that the file was written by Micro Focus COBOL with a file header.", Resume.Nowhere));
        }

        if (data[Compression] != 0)
        {
            return Step.Broken(new(
                FramingErrors.FileHeader, HeaderSize, "no data compression", $"compression {data[Compression]}",
                "Ask the sender for a file without data compression.", Resume.Nowhere));
        }

        state = form;
        return new(StepKind.Aside, HeaderSize);
    }
}
