using System.Buffers.Binary;

namespace Passerelle.Contracts.Keys;

/// <summary>The partitioner of the Java Kafka client (<c>murmur2_random</c> in librdkafka),
/// so that foreign producers and consumers agree.</summary>
public static class Murmur2Partitioner
{
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>The partition of a key: <c>(murmur2(key) &amp; 0x7fffffff) % partitions</c>.</summary>
    public static int Partition(ReadOnlySpan<byte> key, int partitions) =>
        (int)((Hash(key) & 0x7fffffff) % (uint)partitions);

    internal static uint Hash(ReadOnlySpan<byte> data)
    {
        var hash = 0x9747b28cu ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            k = (k ^ (k >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ k;
            data = data[4..];
        }

        if (data.Length >= 3) hash ^= (uint)data[2] << 16;
        if (data.Length >= 2) hash ^= (uint)data[1] << 8;
        if (data.Length >= 1) hash = (hash ^ data[0]) * Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
