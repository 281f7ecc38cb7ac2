using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Benchmarks.Common;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Pipeline.Control;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Normalise;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Benchmarks.Stages;

/// <summary>The stages of the flow of companies in this process, each run until it has nothing left to do.</summary>
internal sealed class StageBench : IAsyncDisposable
{
    private readonly Engines _engines;
    private readonly GatewayEnvironment _environment;
    private readonly FlowDefinition _flow;
    private readonly string _folder;
    private readonly ExpectedRows _expected;

    private StageBench(Engines engines, GatewayEnvironment environment, FlowDefinition flow, string folder, ExpectedRows expected) =>
        (_engines, _environment, _flow, _folder, _expected) = (engines, environment, flow, folder, expected);

    public GatewayEnvironment Environment => _environment;

    /// <summary>What ingest has written.</summary>
    public string RawTopic => _environment.Topics.Raw(_flow.Name);

    /// <summary>In the order in which they must run.</summary>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task> Run)> Stages =>
        [("ingest", IngestAsync), ("normalise", NormaliseAsync), ("project", ProjectAsync)];

    public static async Task<StageBench> OpenAsync(SampleFolder sample, ExpectedRows expected, CancellationToken cancellationToken)
    {
        var workspace = sample.Load();
        var engines = await Engines.OpenAsync(workspace, sample.Data, TimeProvider.System, cancellationToken);
        var environment = engines.Environment(workspace, sample.Data, TimeProvider.System, NullLoggerFactory.Instance);
        await new GatewayPipeline(workspace.Flows, environment, workspace.Folder).PrepareAsync(cancellationToken);
        return new StageBench(engines, environment, workspace.Flows.Single(f => f.Name == "companies"), workspace.Folder, expected);
    }

    public ValueTask DisposeAsync() => _engines.DisposeAsync();

    private Task IngestAsync(CancellationToken cancellationToken)
    {
        var context = _environment.Connections.ContextOf(_flow, _folder) with { NeededFields = _flow.Mapper.NeededFields };
        var stage = new IngestStage(_flow, _environment, context, Monitor("ingest"));
        return UntilAsync(stage.RunAsync, IsIngestedAsync, cancellationToken);
    }

    private Task NormaliseAsync(CancellationToken cancellationToken)
    {
        var stage = new NormaliseStage([new NormalisedFlow(_flow, Monitor("normalise"), new FlowCounters())], _environment, new FlowControl(_environment));
        return UntilAsync(stage.RunAsync, async token => await PublishedAsync(token) is not null, cancellationToken);
    }

    private async Task ProjectAsync(CancellationToken cancellationToken)
    {
        var projection = new ContractProjection(_flow.Contract, [_flow], _environment);
        var ends = await PublishedAsync(cancellationToken) ?? throw new InvalidOperationException("Normalise comes before project.");
        await UntilAsync(new ProjectStage(projection, _environment, new FlowControl(_environment), Monitor("project")).RunAsync, IsProjectedAsync, cancellationToken);

        async Task<bool> IsProjectedAsync(CancellationToken token)
        {
            foreach (var (partition, next) in ends)
            {
                if (await _engines.Store.PositionAsync(projection.Name, partition, token) < next) return false;
            }

            return true;
        }
    }

    /// <summary>Behind the last good row of each partition; null while one is not published. Order is kept in a partition, so its last row is its last event.</summary>
    private async Task<Dictionary<int, long>?> PublishedAsync(CancellationToken cancellationToken)
    {
        // Behind the last event some engines have the marks of its transaction.
        const int Tail = 20;
        var topic = _environment.Topics.Contract(_flow.Contract);
        var ends = new Dictionary<int, long>();
        foreach (var (partition, key) in _expected.Last)
        {
            var end = await _engines.Log.EndAsync(topic, partition, cancellationToken);
            var events = await _engines.Log.FetchAsync(topic, partition, Math.Max(0, end - Tail), Tail, TimeSpan.Zero, cancellationToken);
            if (events.Count == 0 || Encoding.ASCII.GetString(events[^1].Key.Span) != key) return null;
            ends[partition] = events[^1].Offset + 1;
        }

        return ends;
    }

    private async Task<bool> IsIngestedAsync(CancellationToken cancellationToken)
    {
        var events = await _engines.Log.FetchAsync(_environment.Topics.Deliveries, 0, 0, 100_000, TimeSpan.Zero, cancellationToken);
        return events.Any(e => e.Value is { } json && json.Span.IndexOf("\"endedAt\""u8) >= 0);
    }

    private StageMonitor Monitor(string stage) => new(_flow.Name, stage, _environment.Time);

    private static async Task UntilAsync(Func<CancellationToken, Task> stage, Func<CancellationToken, Task<bool>> done, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = stage(stop.Token);
        while (!running.IsCompleted && !await done(cancellationToken)) await Task.Delay(100, cancellationToken);
        await stop.CancelAsync();
        await running;
    }
}
