namespace Passerelle.LegacySim;

/// <summary>Fields that several layouts share.</summary>
internal static class Fields
{
    public static ReadOnlySpan<byte> Any(byte[][] words, ref RowRandom random) => words[random.Next(words.Length)];

    /// <summary>A word that differs between revisions of one row.</summary>
    public static ReadOnlySpan<byte> Any(byte[][] words, int revision, ref RowRandom random) =>
        words[(random.Next(words.Length) + revision) % words.Length];

    public static int Year(ref RowRandom random) => 1955 + random.Next(70);

    public static void Date(RowBuffer row, int year, ref RowRandom random)
    {
        row.Digits(year, 4);
        row.Byte((byte)'-');
        row.Digits(1 + random.Next(12), 2);
        row.Byte((byte)'-');
        row.Digits(1 + random.Next(28), 2);
    }

    public static void Time(RowBuffer row, ref RowRandom random)
    {
        row.Byte((byte)'T');
        row.Digits(random.Next(24), 2);
        row.Byte((byte)':');
        row.Digits(random.Next(60), 2);
        row.Byte((byte)':');
        row.Digits(random.Next(60), 2);
    }

    /// <summary>A company's name: where textual damage and quoting show.</summary>
    public static void CompanyName(
        RowBuffer row, int revision, BrokenKind kind, Quotation quotation, int overLongBytes, ref RowRandom random)
    {
        Span<byte> text = stackalloc byte[128];
        var length = Append(text, 0, Any(Words.Trades, revision, ref random));
        text[length++] = (byte)' ';
        length = Append(text, length, Any(Words.Surnames, ref random));
        var town = Any(Words.Towns, ref random);
        if (kind == BrokenKind.Good) Quotations.Write(row, text[..length], town, quotation);
        else TextDamage.Write(row, text[..length], kind, overLongBytes);
    }

    private static int Append(Span<byte> text, int length, ReadOnlySpan<byte> word)
    {
        word.CopyTo(text[length..]);
        return length + word.Length;
    }
}
