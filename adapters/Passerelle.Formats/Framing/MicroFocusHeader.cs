using System.Buffers.Binary;

namespace Passerelle.Formats.Framing;

/// <summary>The header of a Micro Focus file, and the heads of its records.</summary>
internal static class MicroFocusHeader
{
    private const int OrganisationAt = 39;
    private const int RecordingModeAt = 48;
    private const int GreatestLengthAt = 54;

    /// <summary>A header for sequential variable records, without a date.</summary>
    public static byte[] New(FrameOptions options)
    {
        var header = new byte[MicroFocusFramer.HeaderSize];
        var size = options.RecordWord.Size == 2 ? 2 : 4;
        WriteHead(header, size, 3, header.Length - size);
        header.AsSpan(8, 14).Fill((byte)'0');
        header[37] = 62;
        header[OrganisationAt] = 1;
        header[RecordingModeAt] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(GreatestLengthAt), (uint)options.RecordLength);
        return header;
    }

    /// <summary>Bytes of the heads of records in a file with this header.</summary>
    public static int SizeOfHeads(ReadOnlySpan<byte> header, int otherwise) =>
        header.Length < 4 ? otherwise : header is [0x30, 0x7E, ..] ? 2 : header is [0x30, 0, 0, 0x7C, ..] ? 4 : otherwise;

    public static void WriteHead(Span<byte> head, int size, int type, int length)
    {
        if (size == 2) BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)((type << 12) | length));
        else BinaryPrimitives.WriteUInt32BigEndian(head, ((uint)type << 28) | (uint)length);
    }
}
