namespace Passerelle.Gateway.Core.DataContracts;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>An instruction: the nearest known name when one is near, else the list of all.</summary>
    public static string Advice(string name, IReadOnlyCollection<string> known)
    {
        var nearest = Find(name, known);
        if (nearest is not null) return $"did you mean `{nearest}`?";
        return known.Count == 0 ? "remove it" : $"use one of {string.Join(", ", known)}, or remove it";
    }

    public static string? Find(string name, IEnumerable<string> known)
    {
        var limit = Math.Max(1, name.Length / 3);
        return known.Select(k => (Name: k, Distance: Distance(name.ToLowerInvariant(), k.ToLowerInvariant())))
            .Where(k => k.Distance <= limit)
            .OrderBy(k => k.Distance)
            .Select(k => k.Name)
            .FirstOrDefault();
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
