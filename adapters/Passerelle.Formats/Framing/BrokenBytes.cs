namespace Passerelle.Formats.Framing;

/// <summary>Counts bytes that are passed over and keeps the first of them.</summary>
internal sealed class BrokenBytes
{
    private const int Kept = 64 * 1024;

    private byte[] _bytes = [];

    public long Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (_bytes.Length < Kept) _bytes = [.. _bytes, .. bytes[..Math.Min(bytes.Length, Kept - _bytes.Length)]];
    }
}
