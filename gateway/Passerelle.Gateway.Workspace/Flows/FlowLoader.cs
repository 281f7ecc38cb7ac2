using System.Globalization;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>A flow file after binding, with or without a definition to run.</summary>
internal sealed record LoadedFlow(BoundOptions Options, string? Name, (string Name, int Major)? Contract, FlowDefinition? Definition);

/// <summary>Binds, checks and compiles one file under <c>flows/</c>.</summary>
internal sealed class FlowLoader(SpecBinder binder, FlowSurroundings around)
{
    public LoadedFlow Load(ConfigMap map)
    {
        var flow = binder.With(FlowSpecs.Rules).Bind(map, FlowSpecs.Flow);
        var name = flow.Text("flow");
        if (name is not null && !WorkspaceNames.IsName(name))
            flow.Report("flow", DocumentCodes.BadName, $"`{name}` is no flow name", WorkspaceNames.Rule);
        CheckExtract(flow);
        CheckKey(flow);
        var expectedBy = ExpectedBy(flow);
        var reference = Contract(flow);
        var contract = around.Contracts.FirstOrDefault(c => reference == (c.Name, c.Version.Major));
        var source = new SourceLoader(binder, around).Load(flow);
        var mapper = Mapper(flow, contract);

        var complete = name is not null && contract is not null && source is not null && mapper is not null;
        return new LoadedFlow(flow, name, reference, complete ? Definition(flow, name!, contract!, source!, mapper!, expectedBy) : null);
    }

    private static FlowDefinition Definition(
        BoundOptions flow, string name, DataContract contract, FlowSource source, IRecordMapper mapper, TimeOnly? expectedBy) => new()
        {
            Name = name,
            Contract = contract,
            Adapter = source.Adapter,
            SourceOptions = source.Options,
            Connection = source.Connection,
            Mapper = mapper,
            Key = flow.TextList("key"),
            Semantics = flow.Text("semantics") == "delta" ? FlowSemantics.Delta : FlowSemantics.State,
            FullExtract = flow.Text("extract") == "full",
            MaxVanishedPercent = flow.Number("maxVanishedPercent") ?? 5,
            MaxBadPercent = flow.Number("maxBadPercent") ?? 5,
            ExpectedBy = expectedBy,
            MergePatch = flow.Text("merge") == "patch",
            IsOrdered = flow.Has("orderBy"),
            ArchivedOriginBytes = flow.Text("originBytes") == "archive",
        };

    private static void CheckExtract(BoundOptions flow)
    {
        var full = flow.Text("extract") == "full";
        if (full && flow.Text("semantics") == "delta")
            flow.Report("extract", FlowCodes.DeltaOfFull, "`extract: full` compares whole states, but `semantics: delta` says that records are changes", "write `semantics: state`, or `extract: changes`");
        if (flow.Text("merge") == "patch" && flow.Text("semantics") != "delta")
            flow.Report("merge", FlowCodes.PartOfState, "`merge: patch` says that a record is a part, but `semantics: state` lets a newer record pass a failed part, which would be lost", "write `semantics: delta`");
        if (flow.Has("orderBy") && flow.Text("semantics") == "delta")
            flow.Report("orderBy", FlowCodes.OrderOfDelta, "`orderBy` passes over older records, but `semantics: delta` says that none may be skipped", "write `semantics: state`, or remove `orderBy`");
        if (!full && flow.Has("extract") && flow.Has("maxVanishedPercent"))
            flow.Report("maxVanishedPercent", FlowCodes.FullOnly, "keys vanish only between full extracts", "write `extract: full`, or remove it");
    }

    private static void CheckKey(BoundOptions flow)
    {
        var key = flow.TextList("key");
        if (flow.Map["key"] is ConfigList { Items.Count: 0 })
            flow.Report("key", FlowCodes.BadKey, "the key names no field", "name the record fields that identify a record, as `[siren]`");
        else if (key.Count != key.Distinct(StringComparer.Ordinal).Count())
            flow.Report("key", FlowCodes.BadKey, $"the key names `{key.GroupBy(k => k).First(g => g.Count() > 1).Key}` twice", "name each field once");
    }

    private static TimeOnly? ExpectedBy(BoundOptions flow)
    {
        if (flow.Text("expectedBy") is not { } text)
            return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        flow.Report("expectedBy", FlowCodes.BadTime, $"`{text}` is not a time of day", "write hours and minutes, as `06:00`");
        return null;
    }

    private (string Name, int Major)? Contract(BoundOptions flow)
    {
        if (flow.Text("contract") is not { } text)
            return null;
        if (WorkspaceNames.Contract(text) is not { } reference)
        {
            flow.Report("contract", FlowCodes.BadContractReference, $"`{text}` is not a contract and its major version", "write name and major version, as `companies@1`");
            return null;
        }

        if (!around.Declared.Contains(reference))
        {
            var known = around.Declared.Select(d => $"{d.Name}@{d.Major}").ToList();
            flow.Report("contract", FlowCodes.UnknownContract, $"no file under contracts/ declares `{text}`", NearestName.Repair(text, known, "add the contract"));
        }

        return reference;
    }

    private IRecordMapper? Mapper(BoundOptions flow, DataContract? contract)
    {
        foreach (var part in (ReadOnlySpan<string>)["mapping", "deleteWhen", "skipWhen", "asOf", "orderBy"])
            ReferenceScan.Refuse(flow.Map[part], binder.Problems);
        return contract is null || flow.Value("mapping") is null ? null : around.Compilers.Mapping(new MappingSource(flow, contract, around.Lookups), binder.Problems);
    }
}
