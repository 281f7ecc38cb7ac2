using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Rest.Fields;

/// <summary>Turns the classifications of a contract into what may be served, and answers which one holds for a path.</summary>
internal sealed class Visibility
{
    private readonly Dictionary<string, Classification> _byPath;

    public Visibility(DataContract contract, bool showPersonal)
    {
        _byPath = contract.Classifications.ToDictionary(
            c => c.Key.Replace("[]", "", StringComparison.Ordinal), c => c.Value, StringComparer.Ordinal);
        var paths = _byPath.Keys.Select(p => p.Split('.')).ToList();
        Root = showPersonal ? FieldNode.All : Build([], paths);
    }

    public FieldNode Root { get; }

    public Classification Of(IReadOnlyList<string> path)
    {
        for (var length = path.Count; length > 0; length--)
        {
            if (_byPath.TryGetValue(string.Join('.', path.Take(length)), out var found)) return found;
        }

        return Classification.Internal;
    }

    private FieldNode Build(string[] at, IReadOnlyCollection<string[]> below)
    {
        var members = below.Where(p => p.Length > at.Length)
            .GroupBy(p => p[at.Length], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Build([.. at, g.Key], [.. g]), StringComparer.Ordinal);
        return new FieldNode(Of(at) is Classification.Public or Classification.Internal, members);
    }
}
