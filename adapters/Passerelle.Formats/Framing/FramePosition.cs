using System.Globalization;

namespace Passerelle.Formats.Framing;

/// <summary>Where reading goes on: between two records.</summary>
/// <param name="Offset">Decompressed bytes before it.</param>
/// <param name="Records">Records before it, broken ones included.</param>
/// <param name="Line">The line that comes next, from 1; 0 at the start.</param>
/// <param name="State">What the format must know to go on: bytes left in the block, or the size of Micro Focus' record headers.</param>
public readonly record struct FramePosition(long Offset, long Records, long Line, long State)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Records}:{Line}:{State}");

    public static bool TryParse(ReadOnlySpan<char> text, out FramePosition position)
    {
        position = default;
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, ':') != 4) return false;
        Span<long> numbers = stackalloc long[4];
        for (var i = 0; i < 4; i++)
            if (!long.TryParse(text[parts[i]], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        position = new(numbers[0], numbers[1], numbers[2], numbers[3]);
        return true;
    }
}
