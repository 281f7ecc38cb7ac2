using System.Buffers.Text;
using System.Text;
using Passerelle.Contracts.Records;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>An origin as header bytes: four decimals and the source's name, separated by blanks.</summary>
internal static class OriginText
{
    public static ReadOnlyMemory<byte> Write(in Origin origin, BatchArena arena)
    {
        var buffer = arena.Take(4 * 21 + Encoding.UTF8.GetMaxByteCount(origin.Source.Length));
        var span = buffer.Span;
        var used = 0;
        foreach (var number in (ReadOnlySpan<long>)[origin.Record, origin.Line, origin.ByteOffset, origin.ByteLength])
        {
            Utf8Formatter.TryFormat(number, span[used..], out var written);
            used += written;
            span[used++] = (byte)' ';
        }

        used += Encoding.UTF8.GetBytes(origin.Source, span[used..]);
        return buffer[..used];
    }

    public static Origin Read(ReadOnlySpan<byte> text)
    {
        Span<long> numbers = stackalloc long[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!Utf8Parser.TryParse(text, out numbers[i], out var consumed)) return default;
            text = text[Math.Min(consumed + 1, text.Length)..];
        }

        return new Origin(Encoding.UTF8.GetString(text), numbers[0], numbers[1], numbers[2], (int)numbers[3]);
    }
}
