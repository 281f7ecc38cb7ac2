using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Walks a map against its specs, reports everything that does not fit, and keeps what does.</summary>
public sealed partial class SpecBinder
{
    private readonly CountingSink _problems;
    private readonly ReferenceResolver? _references;
    private readonly BindingRules _rules;
    private readonly LeafBinder _leaves;

    public SpecBinder(ReferenceResolver references, IProblemSink problems)
        : this(references, new CountingSink(problems), BindingRules.Options)
    {
    }

    private SpecBinder(ReferenceResolver? references, CountingSink problems, BindingRules rules)
    {
        (_problems, _references, _rules) = (problems, references, rules);
        _leaves = new LeafBinder(rules.HasReferences ? references : null, rules, problems);
    }

    internal IProblemSink Problems => _problems;

    /// <summary>Errors reported so far.</summary>
    internal int Errors => _problems.Errors;

    /// <summary>A binder for documents with rules of their own, in which no reference is filled in.</summary>
    internal static SpecBinder For(BindingRules rules, IProblemSink problems) => new(null, new CountingSink(problems), rules);

    /// <summary>The same binder where other rules hold.</summary>
    internal SpecBinder With(BindingRules rules) => new(_references, _problems, rules);

    /// <summary>Binds one map. False when any error was reported for it or below it.</summary>
    public bool TryBind(ConfigMap map, IReadOnlyList<OptionSpec> specs, out IOptionReader options)
    {
        var before = _problems.Errors;
        options = Bind(map, specs);
        return _problems.Errors == before;
    }

    /// <param name="owner">Whose options these are, for messages of what is missing; null when their place says it.</param>
    internal BoundOptions Bind(ConfigMap map, IReadOnlyList<OptionSpec> specs, string? owner = null)
    {
        var unknown = ReportUnknown(map, specs, []);
        return Members(map, specs, unknown.Meant, owner);
    }

    /// <summary>Hides values of references that were filled in.</summary>
    internal string Mask(string text) => _references?.Mask(text) ?? text;

    private BoundOptions Members(ConfigMap map, IReadOnlyList<OptionSpec> specs, HashSet<string> misspelt, string? owner)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var spec in specs)
        {
            if (!misspelt.Contains(spec.Name) && ValueOf(map, spec, owner) is { } value)
                values[spec.Name] = value;
        }

        return new BoundOptions(map, values, this);
    }

    private UnknownKeys ReportUnknown(ConfigMap map, IReadOnlyList<OptionSpec> specs, IReadOnlyList<OneOf> groups)
    {
        var closed = groups.Where(g => g.Members.Any(m => map[m] is not null)).SelectMany(g => g.Members);
        var free = specs.Select(s => s.Name).Where(n => map[n] is null).Except(closed).ToList();
        var unknown = new UnknownKeys(new HashSet<string>(StringComparer.Ordinal), AreUnclear: false);
        foreach (var entry in map.Entries.Where(e => specs.All(s => s.Name != e.Key)))
        {
            var message = _rules.Member is { } member ? $"{member} `{entry.Key}` is not supported" : $"`{entry.Key}` is not known here";
            _problems.Report(_rules.UnknownKey, entry.KeyLocation, ConfigPath.Child(map.Path, entry.Key), message,
                NearestName.Repair(entry.Key, free, "remove it"));
            if (NearestName.Of(entry.Key, free) is { } meant)
                unknown.Meant.Add(meant);
            else
                unknown = unknown with { AreUnclear = true };
        }

        return unknown;
    }

    /// <summary>What was wrong with the keys of one map, so that it is not reported a second time as missing.</summary>
    /// <param name="Meant">The names that unknown keys were probably meant to be.</param>
    /// <param name="AreUnclear">Whether one of them could be anything.</param>
    private readonly record struct UnknownKeys(HashSet<string> Meant, bool AreUnclear);

    private object? ValueOf(ConfigMap map, OptionSpec spec, string? owner)
    {
        var entry = map.Entries.FirstOrDefault(e => e.Key == spec.Name);
        if (entry is not null && (entry.Value is not ConfigScalar { Text: null } || IsValue(spec)))
            return Read(entry.Value, spec);

        if (!spec.Required)
            return Default(map, spec);
        ReportMissing(map, spec, entry, owner);
        return null;
    }

    /// <summary>Whether nothing at all, YAML's null, is a value of the option, be it a wrong one.</summary>
    private bool IsValue(OptionSpec spec) => !spec.Required && (spec.Type is OptionType.Any or OptionType.Value || !_rules.EmptyIsAbsent);

    private void ReportMissing(ConfigMap map, OptionSpec spec, ConfigEntry? entry, string? owner)
    {
        var shown = spec.Example is null ? spec.Name : $"{spec.Name}: {spec.Example}";
        var (message, repair) = owner is null
            ? ($"`{spec.Name}` {(entry is null ? "is missing" : "has no value")}: {Lower(spec.Doc)}", $"write `{shown}`")
            : ($"`{owner}` needs `{spec.Name}`: {Lower(spec.Doc)}", $"write `{owner}: {{ {shown} }}`");
        _problems.Report(_rules.MissingKey, entry?.KeyLocation ?? map.Location, ConfigPath.Child(map.Path, spec.Name), message, repair);
    }

    /// <summary>An absent object has the defaults of its members, but none of its members is missed.</summary>
    private object? Default(ConfigMap map, OptionSpec spec)
    {
        var path = ConfigPath.Child(map.Path, spec.Name);
        if (spec is { Type: OptionType.Object, Default: null })
            return Bind(new ConfigMap(map.Location, path, []), [.. spec.Fields.Select(f => f with { Required = false })]);
        if (spec.Default is null)
            return null;
        if (spec.Type is OptionType.Text or OptionType.Choice or OptionType.Address)
            return spec.Default;
        return YamlReader.Read(map.Location.File, spec.Default, _problems) is { } node
            ? Read(node with { Location = map.Location, Path = path }, spec)
            : null;
    }

    private object? Read(ConfigNode node, OptionSpec spec) => spec.Type switch
    {
        OptionType.Text => _leaves.Text(node, spec),
        OptionType.Address => _leaves.Address(node, spec),
        OptionType.Choice => _leaves.Choice(node, spec),
        OptionType.Integer => _leaves.Integer(node, spec),
        OptionType.Number => _leaves.Number(node, spec),
        OptionType.Boolean => _leaves.Boolean(node, spec),
        OptionType.Value => _leaves.Value(node, spec),
        OptionType.TextList => Items(node, spec)?.Select(i => _leaves.Text(i, spec)).OfType<string>().ToList(),
        OptionType.TextMap => Map(node, spec) is { } map ? TextMap(map, spec) : null,
        OptionType.Object => Map(node, spec) is { } map ? Object(map, spec) : null,
        OptionType.ObjectList =>
            Items(node, spec)?.Select(i => Map(i, spec)).OfType<ConfigMap>().Select(m => Object(m, spec)).OfType<IOptionReader>().ToList(),
        OptionType.ObjectMap => Map(node, spec) is { } map ? ObjectMap(map, spec) : null,
        _ => Form(node, spec),
    };

    private BoundOptions? Object(ConfigMap map, OptionSpec spec)
    {
        var unknown = ReportUnknown(map, spec.Fields, spec.OneOf);
        var options = Members(map, spec.Fields, unknown.Meant, owner: null);
        return HasOneOfEach(map, spec, unknown) ? options : null;
    }

    private Dictionary<string, string> TextMap(ConfigMap map, OptionSpec spec)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var isSecret = spec.Secret || spec.SecretNames.Any(name => entry.Key.Contains(name, StringComparison.Ordinal));
            if (_leaves.Text(entry.Value, spec with { Name = entry.Key, Secret = isSecret }) is { } text)
                result[entry.Key] = text;
        }

        return result;
    }

    private Dictionary<string, IOptionReader> ObjectMap(ConfigMap map, OptionSpec spec)
    {
        var result = new Dictionary<string, IOptionReader>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (Map(entry.Value, spec) is { } value && Object(value, spec) is { } options)
                result[entry.Key] = options;
        }

        return result;
    }

    private IReadOnlyList<ConfigNode>? Items(ConfigNode node, OptionSpec spec)
    {
        if (node is ConfigList list)
            return list.Items;
        if (spec.AcceptsOne && node is not ConfigScalar { Text: null })
            return [node];
        _leaves.WrongType(node, spec, spec.AcceptsOne ? "a value or a list" : "a list");
        return null;
    }

    private ConfigMap? Map(ConfigNode node, OptionSpec spec)
    {
        if (node is ConfigMap map)
            return map;
        _leaves.WrongType(node, spec, "a map");
        return null;
    }

    /// <summary>A one-line doc as the rest of a sentence; <c>URL</c> stays as it is.</summary>
    private static string Lower(string doc) => doc switch
    {
        "" => "it is required",
        [_, var second, ..] when char.IsUpper(second) => doc.TrimEnd('.'),
        _ => char.ToLowerInvariant(doc[0]) + doc[1..].TrimEnd('.'),
    };
}
