namespace Passerelle.Architecture.Tests.Folders;

/// <summary>Which folder of a project knows which other one: by the types that its files name.
/// A folder and one inside it count as one place.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _arrows = new(StringComparer.Ordinal);

    private FolderGraph()
    {
    }

    /// <summary>One line an arrow: from, to, and one type because of which.</summary>
    public IEnumerable<string> Lines =>
        from one in _arrows
        from other in one.Value
        select $"{one.Key} -> {other.Key} ({other.Value.First()})";

    /// <summary>Looks at the arrows inside each project; those between projects are what the project files say.</summary>
    public static FolderGraph Of(IReadOnlyCollection<SourceFile> files)
    {
        var declared = files.SelectMany(file => file.Declares.Select(name => (name, file))).ToLookup(d => d.name, d => d.file);
        var graph = new FolderGraph();
        foreach (var file in files)
        {
            foreach (var name in file.Mentions)
            {
                if (Meant(file, declared[name]) is { } target && target.Project == file.Project && !IsOnePlace(file.Folder, target.Folder))
                    graph.Add(file.Folder, target.Folder, $"{FileName(file.Path)}: {name}");
            }
        }

        return graph;
    }

    /// <summary>Folders that know each other in a circle, one text a circle with its arrows.</summary>
    public IEnumerable<string> Circles()
    {
        var reach = _arrows.Keys.ToDictionary(folder => folder, Reachable);
        bool Reaches(string from, string to) => reach.TryGetValue(from, out var folders) && folders.Contains(to);
        var circles = reach.Keys.Where(f => Reaches(f, f))
            .GroupBy(f => string.Join(", ", reach[f].Where(other => Reaches(other, f)).Order(StringComparer.Ordinal)));
        foreach (var circle in circles)
        {
            var folders = circle.ToHashSet(StringComparer.Ordinal);
            var arrows = Lines.Where(line => folders.Contains(line[..line.IndexOf(' ')])
                && folders.Any(f => line.Contains($"-> {f} (", StringComparison.Ordinal)));
            yield return $"{circle.Key} know each other in a circle:\n  {string.Join("\n  ", arrows)}";
        }
    }

    private HashSet<string> Reachable(string from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            foreach (var next in _arrows.TryGetValue(folder, out var arrows) ? arrows.Keys : Enumerable.Empty<string>())
            {
                if (seen.Add(next)) open.Push(next);
            }
        }

        return seen;
    }

    /// <summary>The nearest namespace wins, then what is imported; a name that nothing visible declares is not one of ours.</summary>
    private static SourceFile? Meant(SourceFile from, IEnumerable<SourceFile> candidates) =>
        candidates
            .Where(c => c.Path != from.Path && (IsAround(c.Namespace, from.Namespace) || from.Usings.Contains(c.Namespace)))
            .OrderByDescending(c => c.Namespace == from.Namespace).ThenByDescending(c => c.Namespace.Length)
            .FirstOrDefault();

    private static bool IsAround(string outer, string inner) => inner == outer || inner.StartsWith(outer + ".", StringComparison.Ordinal);

    private static bool IsOnePlace(string one, string other) =>
        $"{one}/".StartsWith($"{other}/", StringComparison.Ordinal) || $"{other}/".StartsWith($"{one}/", StringComparison.Ordinal);

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private void Add(string from, string to, string why)
    {
        if (!_arrows.TryGetValue(from, out var arrows)) _arrows[from] = arrows = new(StringComparer.Ordinal);
        if (!arrows.TryGetValue(to, out var reasons)) arrows[to] = reasons = new(StringComparer.Ordinal);
        reasons.Add(why);
    }
}
