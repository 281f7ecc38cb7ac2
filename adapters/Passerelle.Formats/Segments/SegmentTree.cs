namespace Passerelle.Formats.Segments;

/// <summary>The types of segments as a tree of numbers.</summary>
internal sealed class SegmentTree
{
    public SegmentTree(SegmentRules rules)
    {
        var types = rules.Types;
        Parents = [.. types.Select(type => rules.IndexOf(type.Parent))];
        Children = [.. types.Select((_, parent) => Enumerable.Range(0, types.Count).Where(child => Parents[child] == parent).ToArray())];
        Descendants = [.. types.Select((_, type) => Enumerable.Range(0, types.Count).Where(other => IsBelow(other, type)).ToArray())];
        Openings =
        [
            .. types.Select(type => System.Text.Encoding.UTF8.GetBytes($"{System.Text.Json.JsonSerializer.Serialize(type.Name)}:")),
        ];
    }

    /// <summary>The parent of each type; -1 for roots.</summary>
    public int[] Parents { get; }

    public int[][] Children { get; }

    public int[][] Descendants { get; }

    /// <summary>The property that a type's segments stand in.</summary>
    public byte[][] Openings { get; }

    private bool IsBelow(int type, int ancestor)
    {
        for (var (at, steps) = (Parents[type], 0); at >= 0 && steps < Parents.Length; at = Parents[at], steps++)
            if (at == ancestor) return true;
        return false;
    }
}
