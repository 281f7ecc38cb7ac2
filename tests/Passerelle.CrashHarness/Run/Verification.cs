using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Oracle;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Ports.Store;
using GatewayEngines = Passerelle.Gateway.Composition.Engines;

namespace Passerelle.CrashHarness.Run;

/// <summary>Opens the engines once the gateway has stopped, and compares everything that they hold with what must be there.</summary>
internal sealed class Verification(
    CrashOptions options, EnginePair pair, HarnessWorkspace workspace, IReadOnlyList<LoadedFlow> flows, ICollection<string> requested,
    Findings findings, string dataFolder)
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var model = Workspaces.Load(workspace.Folder).Workspace!;
        await using var engines = await GatewayEngines.OpenAsync(model, dataFolder, TimeProvider.System, cancellationToken);
        var topics = new TopicNames(model.Prefix);
        var tally = pair.Tally(model, dataFolder);
        var applications = await tally.ApplicationsAsync(cancellationToken);
        var logs = new LogCheck(engines.Log, findings);
        var rows = new RowCheck(findings);
        var letters = await engines.Store.Views.EveryAsync(new(new(ViewNames.DeadLetters), 500), cancellationToken)
            .Select(v => DeadLetter.FromJson(v.Json!.Value.Span)).ToListAsync(cancellationToken);
        foreach (var flow in flows)
        {
            var contract = model.Flows.Single(f => f.Name == flow.Name).Contract;
            var events = await logs.ReadAsync(topics.Contract(contract), contract.Partitions ?? model.Partitions, cancellationToken);
            logs.CheckEvents(flow.Name, events);
            logs.CheckHistory(flow.Name, events, flow.Model.Published);
            rows.Check(flow.Name, applications, events);
            new LetterCheck(findings).Check(flow.Name, flow.Model, letters, requested);
            options.Output.WriteLine($"{flow.Name}: {events.Count} events, {flow.Model.Served.Count} rows served, {letters.Count(l => l.Flow == flow.Name)} dead letters, {letters.Count(l => l.Flow == flow.Name && l.State == DeadLetterState.Open)} of them open");
        }

        rows.CheckPositions(await tally.AdvancesAsync(cancellationToken));
    }
}
