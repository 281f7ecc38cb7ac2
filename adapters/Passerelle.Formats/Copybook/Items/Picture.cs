using System.Text;

namespace Passerelle.Formats.Copybook.Items;

/// <summary>What a picture describes.</summary>
public enum PictureCategory
{
    Alphabetic,
    Alphanumeric,
    AlphanumericEdited,
    Numeric,
    NumericEdited,
    National,
    DoubleByte,
}

/// <summary>A picture, read: its category and its sizes.</summary>
/// <remarks>Digits counts 9 and not P; Scale is negative when P scales to the left;
/// Size is in characters, without a separate sign.</remarks>
public sealed record Picture(string Text, PictureCategory Category, int Digits, int Scale, int Size, bool Signed)
{
    /// <summary>The greatest number of digits of a numeric item.</summary>
    public const int MaxDigits = 38;

    /// <summary>The greatest number of characters of a picture's field.</summary>
    public const int MaxSize = 16 * 1024 * 1024;

    /// <summary>Reads a picture; null with the reason when it is not valid.</summary>
    public static Picture? Parse(string text, bool decimalComma, out string problem)
    {
        problem = "";
        var symbols = Expand(text, out problem);
        return symbols is null ? null : Classify(text, symbols, decimalComma ? ',' : '.', out problem);
    }

    /// <summary>Runs of symbols: <c>9(3)V99</c> is 9×3, V×1, 9×2.</summary>
    private static List<(char Symbol, int Count)>? Expand(string text, out string problem)
    {
        problem = "";
        var runs = new List<(char, int)>();
        long size = 0;
        for (var i = 0; i < text.Length;)
        {
            var symbol = char.ToUpperInvariant(text[i++]);
            if (symbol is 'C' or 'D' && i < text.Length && char.ToUpperInvariant(text[i]) == (symbol == 'C' ? 'R' : 'B')) i++;
            var count = 1L;
            if (i < text.Length && text[i] == '(')
            {
                var close = text.IndexOf(')', i);
                if (close < 0
                    || close - i > 9
                    || !long.TryParse(text.AsSpan(i + 1, close - i - 1), System.Globalization.NumberStyles.None, null, out count)
                    || count == 0)
                {
                    problem = "a repetition such as (5)";
                    return null;
                }

                i = close + 1;
            }

            size += count;
            if (size > MaxSize)
            {
                problem = $"at most {MaxSize} characters";
                return null;
            }

            runs.Add((symbol, (int)count));
        }

        return runs;
    }

    private static Picture? Classify(string text, List<(char Symbol, int Count)> runs, char point, out string problem)
    {
        problem = "";
        var symbols = new HashSet<char>();
        foreach (var (symbol, _) in runs) symbols.Add(symbol);
        var size = 0;
        foreach (var (symbol, count) in runs)
            if (symbol is not ('S' or 'V' or 'P')) size += symbol is 'C' or 'D' ? 2 * count : count;
        if (symbols.Count == 0 || symbols.Except("XA9SVPNGZ+-.,$*CDB0/E").Any())
            problem = "the symbols X A 9 S V P N G Z + - . , $ * CR DB B 0 /";
        else if (symbols.SetEquals("A")) return new Picture(text, PictureCategory.Alphabetic, 0, 0, size, false);
        else if (symbols.IsSubsetOf("XA9") && symbols.Overlaps("XA"))
            return new Picture(text, PictureCategory.Alphanumeric, 0, 0, size, false);
        else if (symbols.IsSubsetOf("XA9B0/") && symbols.Overlaps("XA"))
            return new Picture(text, PictureCategory.AlphanumericEdited, 0, 0, size, false);
        else if (symbols.IsSubsetOf("NB0/") && symbols.Contains('N')) return new Picture(text, PictureCategory.National, 0, 0, size, false);
        else if (symbols.IsSubsetOf("GB") && symbols.Contains('G')) return new Picture(text, PictureCategory.DoubleByte, 0, 0, size, false);
        else if (symbols.Overlaps("XANG")) problem = "letters and digits that may stand together";
        else if (symbols.IsSubsetOf("9SVP")) return Numeric(text, runs, size, out problem);
        else if (!symbols.Overlaps("9Z*+-$")) problem = "at least one digit position";
        else return Edited(text, runs, size, point);
        return null;
    }

    private static Picture? Numeric(string text, List<(char Symbol, int Count)> runs, int size, out string problem)
    {
        int digits = 0, fraction = 0, leading = 0, trailing = 0, points = 0, signs = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            var (symbol, count) = runs[i];
            if (symbol == '9')
            {
                digits += count;
                if (points > 0) fraction += count;
            }
            else if (symbol == 'V') points += count;
            else if (symbol == 'S')
            {
                signs += count;
                if (i > 0) signs = 2;
            }
            else if (digits == 0) leading += count;
            else trailing += count;
        }

        problem = digits == 0 ? "at least one 9"
            : digits > MaxDigits || leading + trailing + digits > 2 * MaxDigits ? $"at most {MaxDigits} digits"
            : signs > 1 ? "one S at the start"
            : points > 1 ? "one V"
            : leading > 0 && trailing > 0 ? "P on one side only"
            : "";
        if (problem.Length > 0) return null;
        var scale = leading > 0 ? leading + digits : trailing > 0 ? -trailing : fraction;
        return new Picture(text, PictureCategory.Numeric, digits, scale, size, signs == 1);
    }

    private static Picture Edited(string text, List<(char Symbol, int Count)> runs, int size, char point)
    {
        int digits = 0, fraction = 0;
        var past = false;
        var signed = false;
        foreach (var (symbol, count) in runs)
        {
            if (symbol == point || symbol == 'V') past = true;
            if (symbol is '+' or '-' or 'C' or 'D') signed = true;
            if (symbol is not ('9' or 'Z' or '*')) continue;
            digits += count;
            if (past) fraction += count;
        }

        return new Picture(text, PictureCategory.NumericEdited, digits, fraction, size, signed);
    }

    /// <inheritdoc/>
    public override string ToString() => new StringBuilder("PIC ").Append(Text).ToString();
}
