using System.Buffers;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Takes output that nobody reads.</summary>
internal sealed class Nowhere : IBufferWriter<byte>
{
    [ThreadStatic]
    private static byte[]? _scratch;

    public static Nowhere Writer { get; } = new();

    public void Advance(int count)
    {
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => Scratch(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => Scratch(sizeHint);

    private static byte[] Scratch(int size) =>
        _scratch is { } ready && ready.Length >= size ? ready : _scratch = new byte[Math.Max(4096, size)];
}
