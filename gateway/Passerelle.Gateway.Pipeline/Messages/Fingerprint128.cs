using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>The first 16 bytes of a SHA-256: outsiders choose the bytes, so a hash that can be steered will not do.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Fingerprint128(ulong High, ulong Low) : IComparable<Fingerprint128>
{
    public const int Size = 16;

    public static Fingerprint128 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return Read(digest);
    }

    public static Fingerprint128 Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>The same order as that of the written bytes.</summary>
    public int CompareTo(Fingerprint128 other)
    {
        var high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }
}
