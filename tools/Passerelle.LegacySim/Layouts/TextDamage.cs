namespace Passerelle.LegacySim;

/// <summary>Writes a text field, whole, quoted or damaged.</summary>
/// <remarks>
/// In every row the first quote after a delimiter or inside a text is followed by a letter or digit. A reader that
/// is still inside an unclosed quote of an earlier row therefore meets a quote that cannot close a field, knows
/// that the earlier row is broken, and can go on from the line after it.
/// </remarks>
internal static class TextDamage
{
    /// <summary>Whether the kind shows in a text field.</summary>
    public static bool IsTextual(BrokenKind kind) =>
        kind is BrokenKind.UnclosedQuote or BrokenKind.QuoteInside or BrokenKind.InvalidBytes or BrokenKind.Nul or BrokenKind.OverLongField;

    public static void Write(RowBuffer row, ReadOnlySpan<byte> text, BrokenKind kind, int overLongBytes)
    {
        if (kind == BrokenKind.UnclosedQuote) row.Byte((byte)'"');
        row.Text(text);
        switch (kind)
        {
            case BrokenKind.QuoteInside: row.Text(" \"BIS"u8); break;
            case BrokenKind.InvalidBytes: row.Byte((byte)' '); row.Byte(0xE9); row.Text("TOILE"u8); break;
            case BrokenKind.Nul: row.Byte(0); row.Text("SUITE"u8); break;
            case BrokenKind.OverLongField: row.Repeat((byte)'X', Math.Max(0, overLongBytes - text.Length)); break;
        }
    }
}

/// <summary>How the text of a good row is written.</summary>
internal enum Quotation
{
    None,
    Delimiter,
    DoubledQuotes,
    TwoLines,
}

/// <summary>Chooses and writes legitimate quoting.</summary>
internal static class Quotations
{
    /// <summary>One row in 256 has two lines, three doubled quotes, eight a delimiter, as far as the options allow.</summary>
    public static Quotation Choose(ref RowRandom random, GeneratorOptions options)
    {
        var draw = random.Next(256);
        if (!options.Quoting) return Quotation.None;
        return draw switch
        {
            0 => options.MultiLine ? Quotation.TwoLines : Quotation.None,
            < 4 => Quotation.DoubledQuotes,
            < 12 => Quotation.Delimiter,
            _ => Quotation.None,
        };
    }

    /// <summary>Writes a text and an addition that needs the quoting.</summary>
    public static void Write(RowBuffer row, ReadOnlySpan<byte> text, ReadOnlySpan<byte> addition, Quotation quotation)
    {
        if (quotation != Quotation.None) row.Byte((byte)'"');
        row.Text(text);
        switch (quotation)
        {
            case Quotation.None: return;
            case Quotation.Delimiter: row.Text(", "u8); row.Text(addition); row.Text(" ; ASSOCIÉS"u8); break;
            case Quotation.DoubledQuotes: row.Text(" \"\""u8); row.Text(addition); row.Text("\"\" CENTRE"u8); break;
            case Quotation.TwoLines: row.Text("\nSERVICE "u8); row.Text(addition); break;
        }

        row.Byte((byte)'"');
    }
}
