namespace Passerelle.Gateway.Workspace.Problems;

/// <summary>Finds what someone probably meant.</summary>
public static class NearestName
{
    private const int MostListed = 20;

    /// <summary>The candidate nearest to the name, or null when none is near (more than a third of it differs).</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, name.Length / 3);
        return candidates
            .Where(c => Math.Abs(c.Length - name.Length) <= limit)
            .Select(c => (Name: c, Distance: Distance(name.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Distance <= limit)
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    /// <summary>An instruction: the near name, or the list of what is known.</summary>
    public static string Repair(string name, IReadOnlyCollection<string> candidates, string whenNone)
    {
        if (Of(name, candidates) is { } near)
            return $"write `{near}`";
        return candidates.Count == 0
            ? whenNone
            : $"{whenNone}; known are {List(candidates.Order(StringComparer.Ordinal).Take(MostListed))}";
    }

    /// <summary>Names as messages list them.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));

    /// <summary>Optimal string alignment: insert, delete, replace or swap neighbours, each costs one.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
