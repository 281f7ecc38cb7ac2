using System.Globalization;
using CsvHelper;

namespace Passerelle.Formats.Delimited;

/// <summary>Reads the names of the columns, with CsvHelper: once a file, so its strings cost nothing here.</summary>
internal static class HeaderRow
{
    public static string[] Read(string text, Dialect dialect)
    {
        using var reader = CsvReader.FromText(text, Options(dialect));
        return reader.Read() ? reader.Current.ToArray() : [];
    }

    /// <summary>CsvHelper's words for a dialect. It knows no other escape than the doubled quote; names hold none.</summary>
    public static CsvReaderOptions Options(Dialect dialect) => CsvReaderOptions.Default with
    {
        Separator = (char)dialect.Delimiter,
        Quote = (char)(dialect.Quote ?? (byte)'"'),
        Mode = dialect.Quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
        HasHeader = false,
        DetectSeparatorHint = false,
        SkipEmptyLines = false,
        PoolStrings = false,
    };

    /// <summary>Makes names usable: trimmed, empty ones by position, repeated ones numbered (<c>name_2</c>).</summary>
    public static (string[] Names, int Repeated) Distinct(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = new string[names.Count];
        var repeated = 0;
        for (var i = 0; i < result.Length; i++)
        {
            var trimmed = names[i].Trim();
            var name = trimmed.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"column_{i + 1}") : trimmed;
            var unique = name;
            for (var n = 2; !seen.Add(unique); n++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
            if (unique != name) repeated++;
            result[i] = unique;
        }

        return (result, repeated);
    }

    /// <summary>Guesses whether a first row names columns, and says why.</summary>
    public static (bool Present, string Evidence) Guess(IReadOnlyList<string> first, IReadOnlyList<string> columns)
    {
        var known = first.FirstOrDefault(columns.Contains);
        if (known is not null) return (true, $"the first row holds the expected column '{known}'");
        if (columns.Count > 0) return (false, "the first row holds none of the expected columns");
        var number = first.FirstOrDefault(f => f.Length > 0 && f.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-' or '/' or ' '));
        if (number is not null) return (false, $"the first row holds the value '{number}'");
        if (first.Any(f => f.Length == 0)) return (false, "the first row has empty fields");
        return first.Distinct(StringComparer.Ordinal).Count() == first.Count
            ? (true, "the first row holds distinct names and no numbers")
            : (false, "values repeat in the first row");
    }
}
