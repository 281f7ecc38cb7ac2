using System.Globalization;
using System.Text;

namespace Passerelle.Cli.Output;

/// <summary>Raw bytes as they may be shown.</summary>
/// <param name="Hex">Lower case, without blanks; null when masked.</param>
internal sealed record ShownBytes(int Length, string? Hex)
{
    private const int PerLine = 16;

    public static ShownBytes Of(ReadOnlySpan<byte> bytes) => new(bytes.Length, Convert.ToHexStringLower(bytes));

    public static ShownBytes Masked(int length) => new(length, null);

    /// <summary>Offset, hex and text in columns, sixteen bytes a line.</summary>
    public string ToText()
    {
        if (Hex is null) return $"{Length} bytes, masked; --reveal shows them";
        var text = new StringBuilder();
        ReadOnlySpan<byte> bytes = Convert.FromHexString(Hex);
        for (var at = 0; at < bytes.Length; at += PerLine)
        {
            var line = bytes[at..Math.Min(at + PerLine, bytes.Length)];
            if (at > 0) text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{at:x6}  ");
            for (var i = 0; i < PerLine; i++) text.Append(i < line.Length ? Convert.ToHexStringLower(line.Slice(i, 1)) + " " : "   ");
            text.Append(' ');
            foreach (var b in line) text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return text.ToString();
    }
}
