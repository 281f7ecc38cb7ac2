using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>Where a flow's records come from, checked.</summary>
internal sealed record FlowSource(ISourceAdapter Adapter, IOptionReader Options, ConnectionDefinition? Connection);

/// <summary>Binds and checks a flow's <c>source</c>: the adapter, its options, and its connection.</summary>
internal sealed class SourceLoader(SpecBinder binder, FlowSurroundings around)
{
    /// <summary>Null after a problem.</summary>
    public FlowSource? Load(BoundOptions flow)
    {
        var source = flow.Nested("source");
        if (source.Text("adapter") is not { } name)
        {
            Connection(source, null);
            return null;
        }

        var adapter = Adapter(source, name);
        var (connection, fits) = Connection(source, adapter);
        if (adapter is null) return null;
        CheckKind(flow, adapter);
        var options = Options(source, adapter);
        if (flow.Text("originBytes") == "archive") CheckArchive(flow, adapter, options);
        return options is not null && fits ? new FlowSource(adapter, options, connection) : null;
    }

    private ISourceAdapter? Adapter(BoundOptions source, string name)
    {
        var readers = around.Adapters.OfType<ISourceAdapter>().ToList();
        if (readers.Find(a => a.Spec.Name == name) is { } adapter) return adapter;
        var exists = around.Adapters.Any(a => a.Spec.Name == name);
        source.Report(
            "adapter", FlowCodes.UnknownAdapter, exists ? $"the adapter `{name}` reads no records" : $"there is no adapter `{name}`",
            NearestName.Repair(name, [.. readers.Select(a => a.Spec.Name).Where(n => n != name)], "use an adapter that exists"));
        return null;
    }

    /// <returns>False when it cannot be used; null and true when none is needed.</returns>
    private (ConnectionDefinition? Connection, bool Fits) Connection(BoundOptions source, ISourceAdapter? adapter)
    {
        if (source.Text("connection") is not { } name) return (null, adapter is null || IsNotMissed(source, adapter));
        if (adapter is { Spec.Connection: null })
        {
            source.Report("connection", ConnectionCodes.NotTaken, $"the adapter `{adapter.Spec.Name}` takes no connection", "remove it");
            return default;
        }

        if (!around.Connections.TryGetValue(name, out var connection))
        {
            source.Report("connection", ConnectionCodes.Unknown, $"passerelle.yaml has no connection `{name}`", NearestName.Repair(name, [.. around.Connections.Keys], "add it under `connections`"));
            return default;
        }

        if (adapter is null || connection is null) return default;
        if (connection.Adapter == adapter) return (connection, true);
        source.Report(
            "connection", ConnectionCodes.OfOther, $"`{name}` is a connection of `{connection.Adapter.Spec.Name}`, and the source's adapter is `{adapter.Spec.Name}`", Others(adapter));
        return default;
    }

    private bool IsNotMissed(BoundOptions source, ISourceAdapter adapter)
    {
        if (adapter.Spec is { Connection: null } or { NeedsConnection: false }) return true;
        source.Report(null, ConnectionCodes.Missing, $"the adapter `{adapter.Spec.Name}` needs a connection", Others(adapter));
        return false;
    }

    private string Others(ISourceAdapter adapter)
    {
        var fit = around.Connections.Where(c => c.Value?.Adapter == adapter).Select(c => $"`connection: {c.Key}`").Order(StringComparer.Ordinal).ToList();
        return fit.Count == 0 ? $"add one with `adapter: {adapter.Spec.Name}` under `connections` in passerelle.yaml, and name it here" : $"write {string.Join(" or ", fit)}";
    }

    private static void CheckKind(BoundOptions flow, ISourceAdapter adapter)
    {
        if (adapter is IStreamAdapter && flow.Text("extract") == "full")
            flow.Report("extract", FlowCodes.StreamOfFull, $"`extract: full` compares whole deliveries, but `{adapter.Spec.Name}` reads a stream", "write `extract: changes`");
    }

    private BoundOptions? Options(BoundOptions source, ISourceAdapter adapter)
    {
        var path = ConfigPath.Child(source.Map.Path, "options");
        var node = source.Has("options") ? source.Map["options"]! : new ConfigMap(source.Map.Location, path, []);
        if (node is not ConfigMap map)
        {
            source.Report("options", OptionCodes.WrongType, $"expected a map, found {ConfigText.Describe(node)}", "write a map, as `{ folder: inbox }`");
            return null;
        }

        if (!binder.TryBind(map, adapter.Spec.Source ?? [], out var options)) return null;
        var before = binder.Errors;
        adapter.Validate(AdapterRole.Source, options);
        if (adapter is IWorkspaceCheck check && binder.Errors == before) check.CheckFiles(options, around.Folder);
        return (BoundOptions)options;
    }

    private void CheckArchive(BoundOptions flow, ISourceAdapter adapter, BoundOptions? options)
    {
        if (adapter is not IArchivingAdapter archiving)
            flow.Report("originBytes", FlowCodes.NoArchive, $"the adapter `{adapter.Spec.Name}` keeps nothing that bytes could be read from later", "write `originBytes: inline`");
        else if (options is not null)
            archiving.ValidateArchive(options, around.SeveralInstances);
    }
}
