using System.Runtime.InteropServices;

namespace Passerelle.Gateway.Kafka;

/// <summary>Memory for libraries that take arrays only.</summary>
internal static class WholeArray
{
    /// <summary>The array itself where the memory is a whole one, else a copy.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length ? array : memory.ToArray();
}
