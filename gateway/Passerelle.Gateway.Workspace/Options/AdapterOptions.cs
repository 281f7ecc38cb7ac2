using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Binds an adapter's options that stand in no file, as a command line gives them.</summary>
public static class AdapterOptions
{
    private static readonly SourceLocation Nowhere = new("(command line)", 0, 0);

    /// <summary>A source's options, checked as a flow's are; null after problems were reported.</summary>
    /// <param name="options">Names (a member of an object as <c>complete.rule</c>) and values as YAML would have them; text needs no quotes.</param>
    public static IOptionReader? Bind(ISourceAdapter adapter, IEnumerable<KeyValuePair<string, string>> options, IProblemSink problems)
    {
        var counted = new CountingSink(problems);
        var specs = adapter.Spec.Source ?? [];
        var map = Map("", specs, [.. options], counted);
        var binder = new SpecBinder(new ReferenceResolver(".", Environment.GetEnvironmentVariable), counted);
        if (binder.TryBind(map, specs, out var bound)) adapter.Validate(AdapterRole.Source, bound);
        return counted.Errors == 0 ? bound : null;
    }

    private static ConfigMap Map(string path, IReadOnlyList<OptionSpec> specs, IReadOnlyList<KeyValuePair<string, string>> options, IProblemSink problems)
    {
        var entries = new List<ConfigEntry>();
        foreach (var group in options.GroupBy(o => o.Key.Split('.')[0], StringComparer.Ordinal))
        {
            var spec = specs.FirstOrDefault(s => s.Name == group.Key);
            var inner = group.Where(o => o.Key.Contains('.', StringComparison.Ordinal)).Select(o => KeyValuePair.Create(o.Key[(group.Key.Length + 1)..], o.Value)).ToList();
            var at = ConfigPath.Child(path, group.Key);
            var value = inner.Count > 0 ? Map(at, spec?.Fields ?? [], inner, problems) : Value(at, spec, group.Last().Value, problems);
            entries.Add(new ConfigEntry(group.Key, Nowhere, value));
        }

        return new ConfigMap(Nowhere, path, entries);
    }

    /// <summary>What is one value is taken as it is written: <c>|</c> is a delimiter here, not the beginning of a block.</summary>
    private static ConfigNode Value(string path, OptionSpec? spec, string text, IProblemSink problems)
    {
        var isOneValue = spec?.Type is null or OptionType.Text or OptionType.Choice or OptionType.Integer or OptionType.Number or OptionType.Boolean;
        var node = isOneValue ? null : YamlReader.Read(Nowhere.File, $"{spec!.Name}: {text}", problems);
        return (node as ConfigMap)?[spec!.Name] ?? new ConfigScalar(Nowhere, path, text, IsQuoted: false);
    }
}
