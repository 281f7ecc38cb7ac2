namespace Passerelle.Gateway.Rest.Fields;

/// <summary>What to copy of one place in a value: known members by their own node, others by <see cref="Others"/>.</summary>
/// <remarks>Arrays are transparent: every element is copied by the node of its array.</remarks>
internal sealed class FieldNode(bool others, IReadOnlyDictionary<string, FieldNode> members)
{
    private static readonly Dictionary<string, FieldNode> NoMembers = [];

    public static FieldNode All { get; } = new(true, NoMembers);

    public static FieldNode None { get; } = new(false, NoMembers);

    /// <summary>Whether members without a node of their own, and scalars standing here, are copied.</summary>
    public bool Others { get; } = others;

    public IReadOnlyDictionary<string, FieldNode> Members { get; } = members;

    public bool CopiesAll => Others && Members.Values.All(m => m.CopiesAll);

    public bool CopiesNothing => !Others && Members.Values.All(m => m.CopiesNothing);

    public FieldNode Of(string member) => Members.TryGetValue(member, out var node) ? node : Others ? All : None;

    /// <summary>Whether anything at or below a dotted path is copied.</summary>
    public bool Shows(IEnumerable<string> path) => !path.Aggregate(this, (node, member) => node.Of(member)).CopiesNothing;

    /// <summary>Keeps of this node only what the paths select.</summary>
    public FieldNode Select(IReadOnlyCollection<string[]> paths)
    {
        if (paths.Any(p => p.Length == 0)) return this;
        var members = paths.GroupBy(p => p[0], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Of(g.Key).Select([.. g.Select(p => p[1..])]), StringComparer.Ordinal);
        return new FieldNode(false, members);
    }
}
