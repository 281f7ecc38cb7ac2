using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <content>Values with several forms, and those that hold others of their kind.</content>
public sealed partial class SpecBinder
{
    private object? Form(ConfigNode node, OptionSpec spec) => spec.Type switch
    {
        OptionType.List => List(node, spec),
        OptionType.Map => Map(node, spec) is { } map ? FreeMap(map, spec.Item!) : null,
        OptionType.Union => Union(node, spec),
        OptionType.Tagged => Tag(node, spec),
        OptionType.Named => Named(node, spec.Named!),
        _ => node,
    };

    /// <summary>Whether of each group one member is written; a misspelt one counts.</summary>
    private bool HasOneOfEach(ConfigMap map, OptionSpec spec, UnknownKeys unknown)
    {
        foreach (var group in spec.OneOf)
        {
            var written = group.Members.Count(m => map[m] is not null || unknown.Meant.Contains(m));
            var isDue = group.Beside is not { } beside || map[beside] is not null || unknown.Meant.Contains(beside);
            if (written == (isDue ? 1 : 0))
                continue;
            if (written == 0 && unknown.AreUnclear)
                return false;
            var example = group.Example is null ? "" : $", as `{group.Example}`";
            _problems.Report(_rules.OneOf, map, group.Doc, $"write one of {NearestName.List(group.Members)}{example}");
            return false;
        }

        return true;
    }

    private List<BoundValue>? List(ConfigNode node, OptionSpec spec)
    {
        if (Items(node, spec) is not { } items)
            return null;
        if (items.Count >= (spec.Minimum ?? 0))
            return [.. items.Select(i => Bound(i, spec.Item!)).OfType<BoundValue>()];
        _problems.Report(_rules.WrongType, node, $"`{spec.Name}` is an empty list",
            spec.Example is null ? "write at least one item" : $"write at least one item, as `{spec.Example}`");
        return null;
    }

    private BoundMap FreeMap(ConfigMap map, OptionSpec item)
    {
        var values = new Dictionary<string, BoundValue>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (Bound(entry.Value, item) is { } value)
                values[entry.Key] = value;
        }

        return new BoundMap(map, values);
    }

    private BoundValue? Bound(ConfigNode node, OptionSpec spec) => Read(node, spec) is { } content ? new BoundValue(node, content) : null;

    private object? Named(ConfigNode node, NamedSpec named) =>
        (_rules.Named.TryGetValue(named.Name, out var rules) ? With(rules) : this).Read(node, named.Form);

    private object? Union(ConfigNode node, OptionSpec spec)
    {
        if (spec.Alternatives.FirstOrDefault(a => Fits(node, a)) is { } alternative)
            return Read(node, alternative);
        _leaves.WrongType(node, spec, string.Join(" or ", spec.Alternatives.Select(Words)));
        return null;
    }

    private static bool Fits(ConfigNode node, OptionSpec spec) => spec.Type switch
    {
        OptionType.Any => true,
        OptionType.Value => node is ConfigScalar,
        OptionType.Boolean => node is ConfigScalar { Text: { } text } && LeafBinder.ParseBoolean(text) is not null,
        OptionType.Text or OptionType.Address or OptionType.Choice or OptionType.Integer or OptionType.Number =>
            node is ConfigScalar { Text: not null },
        OptionType.TextList or OptionType.ObjectList or OptionType.List => node is ConfigList,
        OptionType.Tagged => node is ConfigMap or ConfigScalar { Text: not null },
        OptionType.Named => Fits(node, spec.Named!.Form),
        OptionType.Union => spec.Alternatives.Any(a => Fits(node, a)),
        _ => node is ConfigMap,
    };

    private static string Words(OptionSpec spec) => spec.Type switch
    {
        OptionType.Text or OptionType.Address or OptionType.Choice => "text",
        OptionType.Boolean => "`true` or `false`",
        OptionType.Integer or OptionType.Number => "a number",
        OptionType.Value => "one value",
        OptionType.TextList or OptionType.ObjectList or OptionType.List => "a list",
        _ => "a map",
    };

    /// <summary>One of several by its name, as <c>trim</c>, <c>{ date: yyyyMMdd }</c> or <c>{ date: { pattern: yyyyMMdd } }</c>.</summary>
    private BoundTag? Tag(ConfigNode node, OptionSpec spec)
    {
        var (name, place, written) = node switch
        {
            ConfigScalar { Text: { } text } => (text, node.Location, null),
            ConfigMap { Entries: [var entry] } => (entry.Key, entry.KeyLocation, entry.Value),
            _ => (null, node.Location, null),
        };
        if (name is null)
        {
            _problems.Report(_rules.WrongType, node, $"expected one {spec.Name}, found {ConfigText.Describe(node)}",
                "write its name, or `{ name: options }`");
            return null;
        }

        if (spec.Fields.FirstOrDefault(f => f.Name == name) is not { } one)
        {
            ReportUnknownName(spec, name, place, node.Path);
            return null;
        }

        var before = _problems.Errors;
        var options = Bind(TagOptions(node, one, written), one.Fields, owner: name);
        return _problems.Errors == before ? new BoundTag(name, options) : null;
    }

    private void ReportUnknownName(OptionSpec spec, string name, SourceLocation place, string path) =>
        _problems.Report(
            _rules.UnknownName, place, path, $"there is no {spec.Name} `{name}`",
            NearestName.Repair(name, [.. spec.Fields.Select(f => f.Name)], "use one that exists"));

    private ConfigMap TagOptions(ConfigNode node, OptionSpec one, ConfigNode? written)
    {
        if (written is ConfigMap map)
            return map;
        if (written is null or ConfigScalar { Text: null })
            return new ConfigMap(node.Location, node.Path, []);
        if (one.Fields is [var first, ..])
            return new ConfigMap(written.Location, written.Path, [new ConfigEntry(first.Name, written.Location, written)]);
        _problems.Report(_rules.UnknownKey, written, $"`{one.Name}` has no options", $"write `{one.Name}` alone");
        return new ConfigMap(node.Location, node.Path, []);
    }
}
