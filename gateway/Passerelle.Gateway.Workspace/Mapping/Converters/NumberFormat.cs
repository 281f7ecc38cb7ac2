using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>Rewrites legacy digits as a JSON number, by text alone, so that no digit is lost.</summary>
/// <param name="Separator">Decimal separator; NUL for none.</param>
/// <param name="Group">Thousands separator; NUL for none.</param>
internal sealed record NumberFormat(int Scale, char Separator, char Group)
{
    private const int MostDigits = 64;

    public string Expected => Scale > 0
        ? $"a number with {Scale} implied decimals"
        : $"a number with the decimal separator '{Separator}'" + (Group == '\0' ? "" : $" and the thousands separator '{Group}'");

    public static NumberFormat? Create(ConverterOptions options)
    {
        var separator = options.Text("separator") ?? ".";
        var group = options.Text("group") ?? "";
        if (separator.Length != 1) options.Refuse("separator", "`separator` is not one character", "write one character, in quotes");
        else if (group.Length > 1 || group == separator)
            options.Refuse("group", "`group` is not one character that differs from `separator`", "write another character, in quotes");
        else return new NumberFormat(options.Whole("scale"), separator[0], group.Length == 1 ? group[0] : '\0');
        return null;
    }

    public bool Rewrite(Cell cell)
    {
        var text = cell.Text.Trim();
        var negative = false;
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            negative = text[0] == '-';
            text = text[1..];
        }
        else if (text.Length > 0 && text[^1] is '+' or '-')
        {
            negative = text[^1] == '-';
            text = text[..^1];
        }

        Span<char> digits = stackalloc char[MostDigits + 1];
        if (!Read(text, digits, out var count, out var decimals)) return false;
        if (Scale > 0)
        {
            if (decimals >= 0) return false;
            decimals = Scale;
        }

        Write(cell, digits[..count], Math.Max(decimals, 0), negative);
        return true;
    }

    /// <summary>Collects the digits; <paramref name="decimals"/> is -1 when there was no separator.</summary>
    private bool Read(ReadOnlySpan<char> text, Span<char> digits, out int count, out int decimals)
    {
        (count, decimals) = (0, -1);
        var sinceGroup = -1;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count >= MostDigits) return false;
                digits[count++] = c;
                if (decimals >= 0) decimals++;
                else if (sinceGroup >= 0) sinceGroup++;
            }
            else if (c == Separator && c != '\0' && decimals < 0 && sinceGroup is -1 or 3) decimals = 0;
            else if (IsGroup(c) && decimals < 0 && count > 0 && (sinceGroup == -1 ? count <= 3 : sinceGroup == 3)) sinceGroup = 0;
            else return false;
        }

        return count > 0 && (decimals >= 0 || sinceGroup is -1 or 3);
    }

    /// <summary>A blank also stands for the no-break blanks that spreadsheets write.</summary>
    private bool IsGroup(char c) => Group != '\0' && (c == Group || (Group == ' ' && c is '\u00A0' or '\u202F'));

    private static void Write(Cell cell, ReadOnlySpan<char> digits, int decimals, bool negative)
    {
        Span<char> json = stackalloc char[MostDigits * 2];
        var at = 0;
        if (negative && digits.ContainsAnyExcept('0')) json[at++] = '-';
        var whole = digits.Length > decimals ? digits[..^decimals].TrimStart('0') : [];
        if (whole.IsEmpty) json[at++] = '0';
        whole.CopyTo(json[at..]);
        at += whole.Length;
        if (decimals > 0)
        {
            json[at++] = '.';
            for (var zeros = decimals - digits.Length; zeros > 0; zeros--) json[at++] = '0';
            var fraction = digits[Math.Max(0, digits.Length - decimals)..];
            fraction.CopyTo(json[at..]);
            at += fraction.Length;
        }

        cell.SetNumber(json[..at]);
    }
}
