using System.Text;
using CsvHelper;

namespace Passerelle.LegacySim.Tests;

/// <summary>Generated files in memory, and a strict reader for them.</summary>
internal static class Generated
{
    public static byte[] Units(GeneratorOptions options)
    {
        using var stream = new MemoryStream();
        SireneGenerator.Write(stream, options);
        return stream.ToArray();
    }

    public static byte[] Establishments(GeneratorOptions options)
    {
        using var stream = new MemoryStream();
        EstablishmentGenerator.Write(stream, options);
        return stream.ToArray();
    }

    public static byte[] Debits(GeneratorOptions options)
    {
        using var stream = new MemoryStream();
        DebitGenerator.Write(stream, options);
        return stream.ToArray();
    }

    /// <summary>Reads with CsvHelper, bad UTF-8 throwing; the header is the first row.</summary>
    public static List<string[]> Parse(byte[] file, char delimiter = ',')
    {
        var options = CsvReaderOptions.Default with
        {
            Separator = delimiter,
            HasHeader = false,
            DetectSeparatorHint = false,
            SkipEmptyLines = false,
        };
        using var reader = CsvReader.FromText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file), options);
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add(reader.Current.ToArray());
        return rows;
    }

    /// <summary>Cuts a file into its physical rows by what the oracle says about their lines; the header is left out.</summary>
    public static Dictionary<long, byte[]> Rows(byte[] file, ExtractOracle oracle)
    {
        var rows = new Dictionary<long, byte[]>();
        var start = file.AsSpan().IndexOf((byte)'\n') + 1;
        foreach (var ordinal in oracle.Ordinals())
        {
            var end = start;
            for (var line = 0; line < oracle.Lines(ordinal); line++) end += file.AsSpan(end).IndexOf((byte)'\n') + 1;
            rows.Add(ordinal, file[start..end]);
            start = end;
        }

        Assert.That(start, Is.EqualTo(file.Length), "the oracle's rows fill the file");
        return rows;
    }

    public static string Latin(byte[] row) => Encoding.Latin1.GetString(row);
}
