using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Connections;

/// <summary>Binds and checks the entries of <c>connections</c>.</summary>
internal sealed class ConnectionLoader(SpecBinder binder, IReadOnlyList<IAdapter> adapters)
{
    private readonly IReadOnlyList<string> _known = [.. adapters.Where(a => a.Spec.Connection is not null).Select(a => a.Spec.Name)];

    /// <summary>By name; null for one that has a problem, so that who uses it is not blamed as well.</summary>
    public IReadOnlyDictionary<string, ConnectionDefinition?> Load(ConfigNode? connections)
    {
        var result = new Dictionary<string, ConnectionDefinition?>(StringComparer.Ordinal);
        if (connections is null or ConfigScalar { Text: null }) return result;
        if (Map(connections, "write a map of names, as `{ legacy: { adapter: soap } }`") is not { } map) return result;
        foreach (var entry in map.Entries) result[entry.Key] = Map(entry.Value, "write a map, as `{ adapter: soap }`") is { } one ? Load(entry.Key, one) : null;
        return result;
    }

    private ConnectionDefinition? Load(string name, ConfigMap map)
    {
        if (Adapter(map) is not { } adapter) return null;
        if (!binder.TryBind(map, ConnectionSpecs.Of(adapter.Spec), out var options)) return null;
        var before = binder.Errors;
        adapter.Validate(AdapterRole.Connection, options);
        return binder.Errors == before ? new ConnectionDefinition(name, adapter, options) : null;
    }

    /// <summary>The adapter decides which options there are, so it is looked at first.</summary>
    private IAdapter? Adapter(ConfigMap map)
    {
        if (map["adapter"] is not ConfigScalar { Text: { } name } leaf)
        {
            // Says that it is missing, or of which type it has to be; which other keys are right nobody knows.
            binder.Bind(new ConfigMap(map.Location, map.Path, [.. map.Entries.Where(e => e.Key == "adapter")]), [ConnectionSpecs.Adapter]);
            return null;
        }

        var adapter = adapters.FirstOrDefault(a => a.Spec.Name == name);
        if (adapter?.Spec.Connection is not null) return adapter;
        var message = adapter is null ? $"there is no adapter `{name}`" : $"the adapter `{name}` takes no connection";
        var hint = adapter is null ? NearestName.Repair(name, _known, _known.Count == 0 ? "remove the connection: no adapter takes one" : "use an adapter that takes one") : "remove the connection";
        Report(ConnectionCodes.NoAdapter, leaf, message, hint);
        return null;
    }

    private ConfigMap? Map(ConfigNode node, string hint)
    {
        if (node is ConfigMap map) return map;
        Report(OptionCodes.WrongType, node, $"expected a map, found {ConfigText.Describe(node)}", hint);
        return null;
    }

    private void Report(ErrorCode code, ConfigNode node, string message, string hint) =>
        binder.Problems.Report(new Problem(code, node.Location, node.Path, message, hint));
}
