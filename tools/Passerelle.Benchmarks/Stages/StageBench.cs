using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Benchmarks.Common;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Stages;
using Passerelle.Gateway.Core.Stages.Control;
using Passerelle.Gateway.Core.Stages.Ingest;
using Passerelle.Gateway.Core.Stages.Normalise;
using Passerelle.Gateway.Core.Stages.Project;

namespace Passerelle.Benchmarks.Stages;

/// <summary>The stages of the flow of companies in this process, each run until it has nothing left to do.</summary>
internal sealed class StageBench : IAsyncDisposable
{
    private readonly Engines _engines;
    private readonly GatewayEnvironment _environment;
    private readonly FlowDefinition _flow;
    private readonly string _folder;
    private readonly long _good;

    private StageBench(Engines engines, GatewayEnvironment environment, FlowDefinition flow, string folder, long good) =>
        (_engines, _environment, _flow, _folder, _good) = (engines, environment, flow, folder, good);

    /// <summary>In the order in which they must run.</summary>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task> Run)> Stages =>
        [("ingest", IngestAsync), ("normalise", NormaliseAsync), ("project", ProjectAsync)];

    public static async Task<StageBench> OpenAsync(SampleFolder sample, long good, CancellationToken cancellationToken)
    {
        var workspace = sample.Load();
        var engines = await Engines.OpenAsync(workspace, sample.Data, TimeProvider.System, cancellationToken);
        var environment = engines.Environment(workspace, sample.Data, TimeProvider.System, NullLoggerFactory.Instance);
        await new GatewayPipeline(workspace.Flows, environment, workspace.Folder).PrepareAsync(cancellationToken);
        return new StageBench(engines, environment, workspace.Flows.Single(f => f.Name == "companies"), workspace.Folder, good);
    }

    public ValueTask DisposeAsync() => _engines.DisposeAsync();

    private Task IngestAsync(CancellationToken cancellationToken)
    {
        var context = new AdapterContext(_flow.Name, _folder, _environment.Time) { NeededFields = _flow.Mapper.NeededFields };
        var stage = new IngestStage(_flow, _environment, () => _flow.Adapter.CreateSource(_flow.SourceOptions, context), Monitor("ingest"));
        return UntilAsync(stage.RunAsync, IsIngestedAsync, cancellationToken);
    }

    /// <summary>The embedded log leaves no gaps while it is not compacted, so its ends count what was published.</summary>
    private Task NormaliseAsync(CancellationToken cancellationToken)
    {
        var stage = new NormaliseStage([new NormalisedFlow(_flow, Monitor("normalise"), new FlowCounters())], _environment, new FlowControl(_environment));
        var topic = _environment.Topics.Contract(_flow.Contract);
        return UntilAsync(stage.RunAsync, async token => (await EndsAsync(topic, token)).Sum() >= _good, cancellationToken);
    }

    private async Task ProjectAsync(CancellationToken cancellationToken)
    {
        var projection = new ContractProjection(_flow.Contract, [_flow], _environment);
        var ends = await EndsAsync(projection.Topic, cancellationToken);
        await UntilAsync(new ProjectStage(projection, _environment, new FlowControl(_environment), Monitor("project")).RunAsync, IsProjectedAsync, cancellationToken);

        async Task<bool> IsProjectedAsync(CancellationToken token)
        {
            for (var i = 0; i < ends.Length; i++)
            {
                if (await _engines.Store.PositionAsync(projection.Name, i, token) < ends[i]) return false;
            }

            return true;
        }
    }

    private async Task<bool> IsIngestedAsync(CancellationToken cancellationToken)
    {
        var events = await _engines.Log.FetchAsync(_environment.Topics.Deliveries, 0, 0, 100_000, TimeSpan.Zero, cancellationToken);
        return events.Any(e => e.Value is { } json && json.Span.IndexOf("\"endedAt\""u8) >= 0);
    }

    private async Task<long[]> EndsAsync(string topic, CancellationToken cancellationToken)
    {
        var ends = new long[_environment.Partitions];
        for (var i = 0; i < ends.Length; i++) ends[i] = await _engines.Log.EndAsync(topic, i, cancellationToken);
        return ends;
    }

    private StageMonitor Monitor(string stage) => new(_flow.Name, stage, _environment.Time);

    private static async Task UntilAsync(Func<CancellationToken, Task> stage, Func<CancellationToken, Task<bool>> done, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = stage(stop.Token);
        while (!running.IsCompleted && !await done(cancellationToken)) await Task.Delay(50, cancellationToken);
        await stop.CancelAsync();
        await running;
    }
}
