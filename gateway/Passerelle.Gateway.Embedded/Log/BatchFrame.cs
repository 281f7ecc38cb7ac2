using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using K4os.Compression.LZ4;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>What stands around the events of a stored batch: version, checksum, compression.</summary>
/// <remarks>Layout: version (1 byte), XxHash3 of all that follows (8, little endian), compression (1: 0 none, 1 LZ4), length of the
/// events (4, little endian), the events. LZ4 costs less time than it saves: what is not written need not be synced, checkpointed or read.</remarks>
internal static class BatchFrame
{
    public const byte Version = 2;
    public const int HeaderBytes = 14;
    private const int ChecksumEnd = 9;

    // LZ4 cannot expand a byte to more than this.
    private const long MaxExpansion = 255;

    public static byte[] Seal(ReadOnlySpan<byte> events)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderBytes + LZ4Codec.MaximumOutputSize(events.Length));
        try
        {
            var length = LZ4Codec.Encode(events, buffer.AsSpan(HeaderBytes), LZ4Level.L00_FAST);
            var compressed = length > 0 && length < events.Length;
            var blob = buffer.AsSpan(0, HeaderBytes + (compressed ? length : events.Length)).ToArray();
            if (!compressed) events.CopyTo(blob.AsSpan(HeaderBytes));
            blob[0] = Version;
            blob[ChecksumEnd] = compressed ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(ChecksumEnd + 1), events.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(blob.AsSpan(1), XxHash3.HashToUInt64(blob.AsSpan(ChecksumEnd)));
            return blob;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The events of a stored blob, in memory of their own. The bytes come from a disk: what is wrong with them is told, never assumed.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> blob, out string? damage)
    {
        damage = Damage(blob);
        if (damage is not null) return null;
        var stored = blob[HeaderBytes..];
        var events = GC.AllocateUninitializedArray<byte>(BinaryPrimitives.ReadInt32LittleEndian(blob[(ChecksumEnd + 1)..]));
        if (blob[ChecksumEnd] == 0) stored.CopyTo(events);
        else if (LZ4Codec.Decode(stored, events) != events.Length) damage = "it does not expand to its length";
        return damage is null ? events : null;
    }

    private static string? Damage(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < HeaderBytes) return "it is shorter than its header";
        if (blob[0] != Version) return $"its version is {blob[0]}, expected {Version}";
        if (XxHash3.HashToUInt64(blob[ChecksumEnd..]) != BinaryPrimitives.ReadUInt64LittleEndian(blob[1..])) return "its checksum does not match";
        if (blob[ChecksumEnd] > 1) return $"its compression is {blob[ChecksumEnd]}, expected 0 or 1";
        var length = BinaryPrimitives.ReadInt32LittleEndian(blob[(ChecksumEnd + 1)..]);
        var stored = blob.Length - HeaderBytes;
        var fits = blob[ChecksumEnd] == 0 ? length == stored : length >= 0 && length <= stored * MaxExpansion;
        return fits ? null : "its length does not fit its bytes";
    }
}
