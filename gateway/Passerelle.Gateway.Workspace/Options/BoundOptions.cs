using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>A map's options after <see cref="SpecBinder"/> checked them; knows where each one stands.</summary>
internal sealed class BoundOptions(ConfigMap map, IReadOnlyDictionary<string, object> values, SpecBinder binder) : IOptionReader
{
    public ConfigMap Map => map;

    public bool Has(string name) => map[name] is not (null or ConfigScalar { Text: null });

    /// <summary>Null when it is absent, or a problem was reported.</summary>
    public BoundValue? Value(string name) =>
        map[name] is { } node && values.GetValueOrDefault(name) is { } content ? new BoundValue(node, content) : null;

    public string? Text(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    public long Integer(string name) => values.GetValueOrDefault(name) is long value ? value : 0;

    /// <summary>Null when it is absent and has no default.</summary>
    public int? Whole(string name) => values.GetValueOrDefault(name) is long value ? (int)value : null;

    public decimal? Number(string name) => values.GetValueOrDefault(name) is decimal value ? value : null;

    public bool Boolean(string name) => values.GetValueOrDefault(name) is true;

    public IReadOnlyList<string> TextList(string name) => Get<IReadOnlyList<string>>(name) ?? [];

    public IReadOnlyDictionary<string, string> TextMap(string name) =>
        Get<IReadOnlyDictionary<string, string>>(name) ?? new Dictionary<string, string>();

    public IOptionReader Object(string name) => Nested(name);

    public BoundOptions Nested(string name) =>
        Get<BoundOptions>(name)
            ?? new BoundOptions(
                new ConfigMap(map.Location, ConfigPath.Child(map.Path, name), []), new Dictionary<string, object>(), binder);

    public IReadOnlyList<IOptionReader> ObjectList(string name) => Get<IReadOnlyList<IOptionReader>>(name) ?? [];

    public IReadOnlyDictionary<string, IOptionReader> ObjectMap(string name) =>
        Get<IReadOnlyDictionary<string, IOptionReader>>(name) ?? new Dictionary<string, IOptionReader>();

    public void Report(string? name, ErrorCode code, string message, string repair) => Report(name, code, message, repair, Severity.Error);

    public void Report(string? name, ErrorCode code, string message, string repair, Severity severity) =>
        binder.Problems.Report(new Problem(
            code,
            name is null ? map.Location : map[name]?.Location ?? map.Location,
            name is null ? map.Path : map[name]?.Path ?? ConfigPath.Child(map.Path, name),
            binder.Mask(message),
            binder.Mask(repair))
        { Severity = severity });

    /// <summary>Names only: values may hold secrets.</summary>
    public override string ToString() => $"{{ {string.Join(", ", map.Entries.Select(e => e.Key + ": ***"))} }}";

    private T? Get<T>(string name)
        where T : class => values.GetValueOrDefault(name) as T;
}
