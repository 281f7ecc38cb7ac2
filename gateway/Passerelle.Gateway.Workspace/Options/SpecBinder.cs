using System.Globalization;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Walks a map against its specs, reports everything that does not fit, and keeps what does.</summary>
public sealed class SpecBinder(ReferenceResolver references, IProblemSink problems)
{
    private readonly CountingSink _problems = new(problems);

    internal ReferenceResolver References => references;

    internal IProblemSink Problems => _problems;

    /// <summary>Errors reported so far.</summary>
    internal int Errors => _problems.Errors;

    /// <summary>Binds one map. False when any error was reported for it or below it.</summary>
    public bool TryBind(ConfigMap map, IReadOnlyList<OptionSpec> specs, out IOptionReader options)
    {
        var before = _problems.Errors;
        options = Bind(map, specs);
        return _problems.Errors == before;
    }

    internal BoundOptions Bind(ConfigMap map, IReadOnlyList<OptionSpec> specs)
    {
        var misspelt = ReportUnknown(map, specs);
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var spec in specs)
        {
            if (!misspelt.Contains(spec.Name) && ValueOf(map, spec) is { } value)
                values[spec.Name] = value;
        }

        return new BoundOptions(map, values, this);
    }

    /// <summary>Gives the names that unknown keys were probably meant to be: they are not reported as missing a second time.</summary>
    private HashSet<string> ReportUnknown(ConfigMap map, IReadOnlyList<OptionSpec> specs)
    {
        var missing = specs.Select(s => s.Name).Where(n => map[n] is null).ToList();
        var misspelt = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries.Where(e => specs.All(s => s.Name != e.Key)))
        {
            Report(
                OptionCodes.UnknownKey,
                entry.KeyLocation,
                ConfigPath.Child(map.Path, entry.Key),
                $"`{entry.Key}` is not known here",
                NearestName.Repair(entry.Key, missing, "remove it"));
            if (NearestName.Of(entry.Key, missing) is { } meant)
                misspelt.Add(meant);
        }

        return misspelt;
    }

    private object? ValueOf(ConfigMap map, OptionSpec spec)
    {
        var entry = map.Entries.FirstOrDefault(e => e.Key == spec.Name);
        if (entry is { Value: not ConfigScalar { Text: null } })
            return Read(entry.Value, spec);

        if (spec.Required)
        {
            var where = entry?.KeyLocation ?? map.Location;
            var what = entry is null ? "is missing" : "has no value";
            var shown = spec.Example is null ? spec.Name : $"{spec.Name}: {spec.Example}";
            Report(OptionCodes.MissingKey, where, ConfigPath.Child(map.Path, spec.Name), $"`{spec.Name}` {what}: {Lower(spec.Doc)}", $"write `{shown}`");
            return null;
        }

        return Default(map, spec);
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
        return YamlReader.Read(map.Location.File, spec.Default, _problems) is { } node ? Read(node with { Location = map.Location, Path = path }, spec) : null;
    }

    private object? Read(ConfigNode node, OptionSpec spec) => spec.Type switch
    {
        OptionType.Text => Leaf(node, spec, "text"),
        OptionType.Address => Address(node, spec),
        OptionType.Choice => Choice(node, spec),
        OptionType.Integer => Parsed(node, spec, "a whole number", ParseInteger),
        OptionType.Number => Parsed(node, spec, "a number", ParseNumber),
        OptionType.Boolean => Parsed(node, spec, "`true` or `false`", ParseBoolean),
        OptionType.TextList => Texts(node, spec),
        OptionType.TextMap => Map(node, spec) is { } map ? TextMap(map, spec) : null,
        OptionType.Object => Map(node, spec) is { } map ? Bind(map, spec.Fields) : null,
        OptionType.ObjectList => Objects(node, spec),
        OptionType.ObjectMap => Map(node, spec) is { } map ? ObjectMap(map, spec) : null,
        _ => node,
    };

    private string? Leaf(ConfigNode node, OptionSpec spec, string expected)
    {
        if (node is not ConfigScalar { Text: { } text } scalar)
        {
            WrongType(node, spec, expected);
            return null;
        }

        if (spec.Secret && !ReferenceResolver.HasReference(text))
        {
            Report(OptionCodes.PlainSecret, node.Location, node.Path, $"`{spec.Name}` is a secret and stands here in the open", $"write `${{env:NAME}}` or `${{secret:{spec.Name}}}`, and change the secret if this file was ever shared");
            return null;
        }

        return references.Resolve(scalar, _problems);
    }

    private string? Address(ConfigNode node, OptionSpec spec)
    {
        if (Leaf(node, spec, "an address") is not { } text)
            return null;
        if (AddressText.IsAddress(text))
            return text;
        Report(OptionCodes.BadAddress, node.Location, node.Path, $"{Found(node, spec)} is not an address", $"write an absolute URL or host and port, as `{spec.Example ?? "https://legacy.example/ws"}`");
        return null;
    }

    private string? Choice(ConfigNode node, OptionSpec spec)
    {
        if (Leaf(node, spec, "text") is not { } text)
            return null;
        if (spec.Choices.Contains(text, StringComparer.Ordinal))
            return text;
        Report(OptionCodes.NotAChoice, node.Location, node.Path, $"{Found(node, spec)} is none of {List(spec.Choices)}", Nearest(text, spec));
        return null;
    }

    private static object? ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static object? ParseNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static object? ParseBoolean(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private object? Parsed(ConfigNode node, OptionSpec spec, string expected, Func<string, object?> parse)
    {
        if (Leaf(node, spec, expected) is not { } text)
            return null;

        var quoted = node is ConfigScalar { IsQuoted: true } leaf && !ReferenceResolver.HasReference(leaf.Text!);
        if (parse(text) is not { } value)
        {
            WrongType(node, spec, expected);
            return null;
        }

        if (quoted)
        {
            Report(OptionCodes.WrongType, node.Location, node.Path, $"expected {expected}, found quoted text", $"write {text} without quotes");
            return null;
        }

        return InBounds(node, spec, value) ? value : null;
    }

    private bool InBounds(ConfigNode node, OptionSpec spec, object value)
    {
        if (value is bool)
            return true;
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        if (!(number < spec.Minimum) && !(number > spec.Maximum))
            return true;
        var bounds = (spec.Minimum, spec.Maximum) switch
        {
            ({ } low, { } high) => $"from {Plain(low)} to {Plain(high)}",
            ({ } low, _) => $"of at least {Plain(low)}",
            (_, var high) => $"of at most {Plain(high!.Value)}",
        };
        Report(OptionCodes.OutOfBounds, node.Location, node.Path, $"{Found(node, spec)} is out of bounds", $"write a number {bounds}");
        return false;
    }

    private List<string>? Texts(ConfigNode node, OptionSpec spec)
    {
        if (node is not ConfigList list)
        {
            WrongType(node, spec, "a list");
            return null;
        }

        return [.. list.Items.Select(i => Leaf(i, spec, "text")).OfType<string>()];
    }

    private Dictionary<string, string> TextMap(ConfigMap map, OptionSpec spec)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (Leaf(entry.Value, spec, "text") is { } text)
                result[entry.Key] = text;
        }

        return result;
    }

    private List<IOptionReader>? Objects(ConfigNode node, OptionSpec spec)
    {
        if (node is not ConfigList list)
        {
            WrongType(node, spec, "a list");
            return null;
        }

        return [.. list.Items.Select(i => Map(i, spec)).OfType<ConfigMap>().Select(m => Bind(m, spec.Fields))];
    }

    private Dictionary<string, IOptionReader> ObjectMap(ConfigMap map, OptionSpec spec)
    {
        var result = new Dictionary<string, IOptionReader>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (Map(entry.Value, spec) is { } value)
                result[entry.Key] = Bind(value, spec.Fields);
        }

        return result;
    }

    private ConfigMap? Map(ConfigNode node, OptionSpec spec)
    {
        if (node is ConfigMap map)
            return map;
        WrongType(node, spec, "a map");
        return null;
    }

    private void WrongType(ConfigNode node, OptionSpec spec, string expected)
    {
        var repair = spec.Example is null ? $"write {expected}" : $"write {expected}, as `{spec.Example}`";
        Report(OptionCodes.WrongType, node.Location, node.Path, $"expected {expected}, found {Found(node, spec)}", repair);
    }

    private static string Found(ConfigNode node, OptionSpec spec) => spec.Secret && node is ConfigScalar ? "text" : ConfigText.Describe(node);

    private static string Nearest(string text, OptionSpec spec) =>
        NearestName.Of(text, spec.Choices) is { } near ? $"write `{near}`" : $"write one of {List(spec.Choices)}";

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));

    private static string Plain(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A one-line doc as the rest of a sentence; <c>URL</c> stays as it is.</summary>
    private static string Lower(string doc) => doc switch
    {
        "" => "it is required",
        [_, var second, ..] when char.IsUpper(second) => doc,
        _ => char.ToLowerInvariant(doc[0]) + doc[1..].TrimEnd('.'),
    };

    private void Report(ErrorCode code, SourceLocation location, string path, string message, string repair) =>
        _problems.Report(new Problem(code, location, path, message, repair));
}
