using System.Globalization;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files.Tests;

/// <summary>Options as plain objects, with the spec's defaults filled in.</summary>
internal sealed class Options(IReadOnlyList<OptionSpec> specs, Dictionary<string, object> values, List<string> problems) : IOptionReader
{
    public static Options For(List<string> problems, params ReadOnlySpan<(string Name, object Value)> values) =>
        Of(new FlatFileAdapter(), problems, values);

    public static Options Of(IAdapter adapter, List<string> problems, params ReadOnlySpan<(string Name, object Value)> values) =>
        new(adapter.Spec.Source!, Map(values), problems);

    public static Dictionary<string, object> Map(params ReadOnlySpan<(string Name, object Value)> values)
    {
        var map = new Dictionary<string, object>();
        foreach (var (name, value) in values) map[name] = value;
        return map;
    }

    public bool Has(string name) => values.ContainsKey(name) || Spec(name).Default is not null;

    public string? Text(string name) => values.TryGetValue(name, out var value) ? (string)value : Spec(name).Default;

    public long Integer(string name) => values.TryGetValue(name, out var value)
        ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : long.Parse(Spec(name).Default!, CultureInfo.InvariantCulture);

    public bool Boolean(string name) => values.TryGetValue(name, out var value) ? (bool)value : Spec(name).Default == "true";

    public IReadOnlyList<string> TextList(string name) => values.TryGetValue(name, out var value) ? (string[])value : [];

    public IReadOnlyDictionary<string, string> TextMap(string name) =>
        values.TryGetValue(name, out var value) ? (Dictionary<string, string>)value : [];

    public IOptionReader Object(string name) =>
        new Options(Spec(name).Fields, values.TryGetValue(name, out var value) ? (Dictionary<string, object>)value : [], problems);

    public IReadOnlyList<IOptionReader> ObjectList(string name) =>
        values.TryGetValue(name, out var value)
            ? [.. ((Dictionary<string, object>[])value).Select(one => new Options(Spec(name).Fields, one, problems))]
            : [];

    public IReadOnlyDictionary<string, IOptionReader> ObjectMap(string name) => throw new NotSupportedException();

    public void Report(string? name, ErrorCode code, string message, string repair) => problems.Add($"{code} {name}: {message} {repair}");

    private OptionSpec Spec(string name) => specs.Single(s => s.Name == name);
}
