using System.Globalization;

namespace Passerelle.Formats.Delimited;

/// <summary>Where reading goes on.</summary>
/// <param name="Offset">Bytes of the (decompressed) file already read.</param>
/// <param name="Records">Data records already read.</param>
/// <param name="Line">Physical line that comes next, from 1.</param>
public readonly record struct DelimitedPosition(long Offset, long Records, long Line)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Records}:{Line}");

    public static bool TryParse(string text, out DelimitedPosition position)
    {
        position = default;
        var parts = text.Split(':');
        if (parts.Length != 3) return false;
        var numbers = new long[3];
        for (var i = 0; i < 3; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }

        position = new(numbers[0], numbers[1], numbers[2]);
        return true;
    }
}
