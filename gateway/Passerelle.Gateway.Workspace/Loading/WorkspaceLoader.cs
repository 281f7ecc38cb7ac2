using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Mapping.Testing;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>Reads a whole workspace, checks it, and compiles what runs; every problem at once.</summary>
public sealed class WorkspaceLoader
{
    private readonly string _folder;
    private readonly ProblemList _problems = new();
    private readonly WorkspaceFiles _files;
    private readonly ReferenceResolver _references;
    private readonly SpecBinder _binder;
    private readonly WorkspaceCompilers _compilers;
    private readonly WorkspaceEngines _engines;
    private IReadOnlyList<string> _unreadFlows = [];

    private WorkspaceLoader(string folder, WorkspaceEngines engines, WorkspaceCompilers compilers, Func<string, string?> environment)
    {
        _folder = Path.GetFullPath(folder);
        _engines = engines;
        _compilers = compilers;
        _files = new WorkspaceFiles(_folder, _problems);
        _references = new ReferenceResolver(Path.Combine(_folder, WorkspaceLayout.Secrets), environment);
        _binder = new SpecBinder(_references, _problems);
    }

    /// <summary>Loads a workspace. Reads files under the folder and secret files; opens no connection.</summary>
    /// <param name="environment">Reads environment variables; the process's own when null.</param>
    public static WorkspaceLoadResult Load(
        string folder,
        IReadOnlyList<IAdapter> adapters,
        WorkspaceEngines engines,
        WorkspaceCompilers compilers,
        Func<string, string?>? environment = null) =>
        new WorkspaceLoader(folder, engines, compilers, environment ?? Environment.GetEnvironmentVariable).Run(adapters);

    private WorkspaceLoadResult Run(IReadOnlyList<IAdapter> adapters)
    {
        var rootMap = _files.ReadMap(WorkspaceLayout.RootFile);
        var root = rootMap is null ? null : new RootLoader(_binder, _references, _engines).Load(rootMap);
        _files.WarnOfMisspeltFolders();
        var lookups = Lookups();
        var contracts = Contracts(out var declared);
        var connections = new ConnectionLoader(_binder, adapters).Load(root?.Map["connections"]);
        var isShared = _engines.Log.Any(e => e.IsShared && e.Name == root?.Nested("log").Text("engine"));
        var around = new FlowSurroundings(_folder, adapters, connections, declared, contracts, lookups, _compilers, SeveralInstances: isShared);
        var flows = Flows(around);
        var tests = Tests([.. flows.Select(f => f.Name).OfType<string>().Union(_unreadFlows)]);

        var model = root is null || _problems.HasErrors ? null : Model(root, connections, contracts, flows, tests);
        return new WorkspaceLoadResult(model, _problems.Sorted());
    }

    private WorkspaceModel Model(
        BoundOptions root, IReadOnlyDictionary<string, ConnectionDefinition?> connections, List<DataContract> contracts, List<LoadedFlow> flows, List<MappingTestFile> tests)
    {
        var (log, store) = (root.Nested("log"), root.Nested("store"));
        return new WorkspaceModel
        {
            Folder = _folder,
            Name = root.Text("name")!,
            Prefix = root.Text("prefix")!,
            Listen = RootLoader.Listen(root)!,
            Tls = RootLoader.Tls(root, _folder),
            DataFolder = root.Text("data") is { } data ? Path.GetFullPath(Path.Combine(_folder, data)) : null,
            LogEngine = log.Text("engine")!,
            Partitions = (int)log.Integer("partitions"),
            LogOptions = log,
            StoreEngine = store.Text("engine")!,
            StoreOptions = store,
            Connections = connections.ToDictionary(c => c.Key, c => c.Value!, StringComparer.Ordinal),
            Contracts = [.. contracts.OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Version)],
            Flows = [.. flows.Select(f => f.Definition).OfType<FlowDefinition>().OrderBy(f => f.Name, StringComparer.Ordinal)],
            Tests = tests,
        };
    }

    private LookupSet Lookups() => new(_files.List(WorkspaceLayout.Lookups, ".csv").Select(_files.ReadLookup).OfType<LookupTable>());

    private List<DataContract> Contracts(out HashSet<(string Name, int Major)> declared)
    {
        var contracts = new List<DataContract>();
        declared = [];
        foreach (var map in Maps(WorkspaceLayout.Contracts))
        {
            ReferenceScan.Refuse(map, _problems);
            // A contract that does not compile still exists: its flows are not wrong for that.
            if (Declared(map) is { } name && !declared.Add(name))
                Report(WorkspaceCodes.DuplicateContract, map["name"]!, $"another file already holds `{name.Name}` with major version {name.Major}", "raise the major version, or keep one of the two files");
            if (_compilers.Contract(map, _problems) is { } contract)
                contracts.Add(contract);
        }

        return contracts;
    }

    private static (string Name, int Major)? Declared(ConfigMap map) =>
        map["name"] is ConfigScalar { Text: { } name } && map["version"] is ConfigScalar { Text: { } version } && Version.TryParse(version, out var parsed)
            ? (name, parsed.Major)
            : null;

    private List<LoadedFlow> Flows(FlowSurroundings around)
    {
        var loader = new FlowLoader(_binder, around);
        var maps = Maps(WorkspaceLayout.Flows).ToList();
        // A file that cannot be read says nothing of its flow; what is about a flow of that name is not wrong for that.
        _unreadFlows = [.. _files.List(WorkspaceLayout.Flows, ".yaml", ".yml").Except(maps.Select(m => m.Location.File)).Select(f => Path.GetFileNameWithoutExtension(f)!)];
        var flows = maps.Select(loader.Load).ToList();
        foreach (var twin in flows.Where(f => f.Name is not null).GroupBy(f => f.Name).SelectMany(g => g.Skip(1)))
            twin.Options.Report("flow", FlowCodes.DuplicateFlow, $"another file already holds the flow `{twin.Name}`", "give one of the two another name");

        foreach (var shared in flows.Where(f => f.Contract is not null).GroupBy(f => f.Contract).Where(g => g.Count() > 1))
        {
            foreach (var flow in shared.Where(f => !f.Options.Has("orderBy")))
            {
                var others = string.Join(", ", shared.Where(f => f != flow).Select(f => $"`{f.Name}`"));
                flow.Options.Report("contract", FlowCodes.SharedContract, $"`{shared.Key!.Value.Name}` is also fed by {others}, and without `orderBy` nothing says which value is newer", "name a field with `orderBy` in every flow of the contract, or feed another contract");
            }
        }

        return flows;
    }

    private List<MappingTestFile> Tests(IReadOnlyCollection<string> flows)
    {
        var loader = new MappingTestLoader(_binder, flows);
        return [.. Maps(WorkspaceLayout.Tests).Select(map => loader.Load(map.Location.File, map)).OfType<MappingTestFile>()];
    }

    private IEnumerable<ConfigMap> Maps(string subfolder) => _files.List(subfolder, ".yaml", ".yml").Select(_files.ReadMap).OfType<ConfigMap>();

    private void Report(ErrorCode code, ConfigNode node, string message, string repair) =>
        _problems.Report(new Problem(code, node.Location, node.Path, message, repair));
}
