namespace Passerelle.Formats.Delimited;

/// <summary>The first bytes of a file.</summary>
/// <param name="Bytes">As they stand in the (decompressed) file.</param>
/// <param name="IsWhole">The file ends here.</param>
public sealed record FileSample(ReadOnlyMemory<byte> Bytes, bool IsWhole)
{
    /// <summary>Bytes wanted of a file: enough for the longest header.</summary>
    public const int Wanted = 256 * 1024;

    /// <summary>Reads a sample from the start of a stream.</summary>
    public static async ValueTask<FileSample> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new byte[Wanted];
        var read = await stream.ReadAtLeastAsync(bytes, Wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return new(bytes.AsMemory(0, read), read < Wanted);
    }

    /// <summary>Reads a sample from the start of a stream.</summary>
    public static FileSample Read(Stream stream)
    {
        var bytes = new byte[Wanted];
        var read = stream.ReadAtLeast(bytes, Wanted, throwOnEndOfStream: false);
        return new(bytes.AsMemory(0, read), read < Wanted);
    }

    /// <summary>In framer form.</summary>
    internal ReadOnlyMemory<byte> Text(TextEncoding encoding)
    {
        if (!encoding.IsUtf16) return Bytes;
        var form = new byte[Utf16Form.MaxLength(Bytes.Length)];
        var (_, written) = Utf16Form.Encode(Bytes.Span, form, encoding.BigEndian, IsWhole);
        return form.AsMemory(0, written);
    }
}
