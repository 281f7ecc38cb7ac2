using System.IO.Compression;
using System.Text;

namespace Passerelle.EndToEnd.Tests.Stored;

/// <summary>What full extracts say, read without the product: the oracle.</summary>
internal static class StoredRows
{
    private static readonly Dictionary<string, string> Codes = new() { ["A"] = "active", ["F"] = "closed" };

    /// <summary>The lines of a gzipped file of columns <c>id,name,code,notes</c>, each byte a character.</summary>
    public static string[] Lines(string path)
    {
        using var file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var text = new StreamReader(unzipped, Encoding.Latin1);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The values that each key has one after the other, when these extracts are applied in order; null for a deletion.</summary>
    public static Dictionary<string, List<string?>> Histories(params IReadOnlyList<string>[] extracts)
    {
        var histories = new Dictionary<string, List<string?>>();
        foreach (var extract in extracts)
        {
            var seen = new HashSet<string>();
            foreach (var row in extract.Skip(1).Select(line => line.Split(',')))
            {
                if (row[0].Length == 0 || !seen.Add(row[0]) || Value(row) is not { } value) continue;
                if (!histories.TryGetValue(row[0], out var history)) histories[row[0]] = history = [];
                if (history.Count == 0 || history[^1] != value) history.Add(value);
            }

            foreach (var (key, history) in histories.Where(h => h.Value[^1] is not null && !seen.Contains(h.Key))) history.Add(null);
        }

        return histories;
    }

    /// <summary>Null for a row that becomes a dead letter.</summary>
    private static string? Value(string[] row)
    {
        if (row[1].Contains('\u00FF') || !Codes.TryGetValue(row[2], out var status)) return null;
        var notes = row[3].Length == 0 ? "null" : $"\"{row[3]}\"";
        return $$"""{"id":"{{row[0]}}","name":"{{row[1]}}","status":"{{status}}","notes":{{notes}}}""";
    }
}
