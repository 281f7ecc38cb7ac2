using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Pipeline.Control;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Normalise;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Pipeline.Registry;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Running;

/// <summary>All stages of all flows. Cancelling drains them: what is not committed is dropped and read again at the next start.</summary>
public sealed class GatewayPipeline
{
    private readonly List<Func<CancellationToken, Task>> _stages = [];
    private readonly List<NormalisedFlow> _normalised = [];
    private readonly List<StageMonitor> _monitors = [];
    private readonly Dictionary<string, FlowCounters> _counters = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<FlowDefinition> _flows;
    private readonly GatewayEnvironment _environment;
    private readonly ILogger _logger;
    private readonly FlowControl _control;
    private readonly StageMonitor _log;

    /// <param name="workspaceFolder">Where relative paths in source options start.</param>
    public GatewayPipeline(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment, string workspaceFolder)
    {
        (_flows, _environment) = (flows, environment);
        _control = new FlowControl(environment);
        _log = new StageMonitor("log", "read", environment.Time);
        _logger = environment.Loggers.CreateLogger<GatewayPipeline>();
        foreach (var flow in flows) AddFlow(flow, workspaceFolder);

        AddNormalise();
        foreach (var feeding in flows.GroupBy(f => ProjectionName.Of(f.Contract)))
        {
            var contract = feeding.First().Contract;
            AddProjection(new ContractProjection(contract, [.. feeding], environment), contract.Name);
        }

        AddProjection(ViewProjection.DeadLetters(environment), "dead-letters");
        AddProjection(ViewProjection.Deliveries(environment), "deliveries");
        var keeper = new LogKeeper(environment);
        _stages.Add(keeper.CompactAsync);
        if (environment.Claims is { } claims) _stages.Add(token => keeper.CollectAsync(claims, token));
    }

    public IEnumerable<StageHealth> Health => _monitors.Select(m => m.Health);

    /// <summary>Whether the log answers.</summary>
    public StageHealth LogHealth => _log.Health;

    public IReadOnlyDictionary<string, FlowCounters> Counters => _counters;

    public IReadOnlyList<ConnectionHealth> Connections => _environment.Connections.Health;

    /// <summary>Makes topics and tables.</summary>
    /// <returns>Differences between the topics that exist and those wanted; nothing was changed about them.</returns>
    public async Task<IReadOnlyList<string>> PrepareAsync(CancellationToken cancellationToken)
    {
        var differences = await PrepareLogAsync(cancellationToken);
        if (differences.Count == 0) await PrepareStoreAsync(cancellationToken);
        return differences;
    }

    /// <summary>Makes topics, and enters the contracts' versions and the flows; doing it again changes nothing.</summary>
    /// <returns>Differences between the topics that exist and those wanted; nothing was changed about them.</returns>
    public async Task<IReadOnlyList<string>> PrepareLogAsync(CancellationToken cancellationToken)
    {
        var topics = _flows.SelectMany(f => _environment.Topics.TopicsOf(f, _environment.Partitions)).DistinctBy(t => t.Name).ToList();
        var differences = await _environment.Log.EnsureTopicsAsync(topics, cancellationToken);
        if (differences.Count > 0) return differences;
        await new LogFormat(_environment.Log, _environment.Topics).CheckAsync(cancellationToken);
        await new ContractRegistry(_environment.Log, _environment.Topics).CheckAsync([.. _flows.Select(f => f.Contract).DistinctBy(ProjectionName.Of)], cancellationToken);
        await new FlowRegistry(_environment.Log, _environment.Topics, _environment.Partitions).AddAsync(_flows, cancellationToken);
        return differences;
    }

    /// <summary>Makes tables; doing it again changes nothing.</summary>
    public async Task PrepareStoreAsync(CancellationToken cancellationToken) => await _environment.Store.PrepareAsync(ShapesOf(_flows), cancellationToken);

    /// <summary>What the read store must hold for the flows.</summary>
    public static IReadOnlyList<StoreShape> ShapesOf(IEnumerable<FlowDefinition> flows) =>
        [.. flows.Select(f => f.Contract.ToShape()).DistinctBy(s => (s.Contract, s.Major))];

    /// <summary>Runs until cancelled. A stage that fails for an unforeseen reason is started again, alone.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.Run(() => RunStagesAsync(cancellationToken), CancellationToken.None);

    /// <summary>What is paused is known before the first stage starts.</summary>
    private async Task RunStagesAsync(CancellationToken cancellationToken)
    {
        await SuperviseAsync(async token => await _control.LoadAsync(token), cancellationToken, once: true);
        var tasks = _stages.Append(token => _control.FollowAsync(_log, token)).Select(stage => Task.Run(() => SuperviseAsync(stage, cancellationToken), CancellationToken.None));
        await Task.WhenAll(tasks);
    }

    private void AddFlow(FlowDefinition flow, string workspaceFolder)
    {
        var counters = _counters[flow.Name] = new FlowCounters();
        var context = _environment.Connections.ContextOf(flow, workspaceFolder) with { NeededFields = flow.Mapper.NeededFields };
        var ingest = new IngestStage(flow, _environment, context, Monitor(flow.Name, "ingest"));
        _stages.Add(ingest.RunAsync);
        _normalised.Add(new NormalisedFlow(flow, Monitor(flow.Name, "normalise"), counters));
    }

    /// <summary>Each flow alone, but those of a contract with an order of its own together.</summary>
    private void AddNormalise()
    {
        foreach (var shared in _normalised.GroupBy(f => f.Flow.IsOrdered ? ProjectionName.Of(f.Flow.Contract) : $"flow:{f.Flow.Name}"))
        {
            _stages.Add(new NormaliseStage([.. shared], _environment, _control).RunAsync);
        }
    }

    private void AddProjection(IProjection projection, string name) =>
        _stages.Add(new ProjectStage(projection, _environment, _control, Monitor(name, "project")).RunAsync);

    private StageMonitor Monitor(string flow, string stage)
    {
        var monitor = new StageMonitor(flow, stage, _environment.Time);
        _monitors.Add(monitor);
        return monitor;
    }

    private async Task SuperviseAsync(Func<CancellationToken, Task> stage, CancellationToken cancellationToken, bool once = false)
    {
        for (var wait = _environment.FirstBackoff; !cancellationToken.IsCancellationRequested; wait = Longer(wait))
        {
            var started = _environment.Time.GetTimestamp();
            try
            {
                await stage(cancellationToken);
                if (once) return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (LeaseLostException e)
            {
                wait = _environment.FirstBackoff;
                PipelineLog.LeaseLost(_logger, e.Message);
            }
            catch (Exception e)
            {
                // What went well for that long has nothing to do with the failures before it.
                if (_environment.Time.GetElapsedTime(started) > _environment.LongestBackoff) wait = _environment.FirstBackoff;
                PipelineLog.StageFailed(_logger, e, wait);
            }

            await Task.Delay(wait, _environment.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TimeSpan Longer(TimeSpan wait) => wait * 2 < _environment.LongestBackoff ? wait * 2 : _environment.LongestBackoff;
}

internal static partial class PipelineLog
{
    [LoggerMessage(1101, LogLevel.Error, "A stage failed and starts again in {Wait}")]
    public static partial void StageFailed(ILogger logger, Exception exception, TimeSpan wait);

    [LoggerMessage(1102, LogLevel.Warning, "A stage gave its partition up: {Reason}")]
    public static partial void LeaseLost(ILogger logger, string reason);
}
