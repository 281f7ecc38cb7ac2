using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Rest;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Hosting;

/// <summary>A running gateway: engines, stages, REST and the operators' socket of one workspace.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly Engines _engines;
    private readonly WorkspaceReload _reload;
    private readonly RestHost _rest;
    private readonly ControlServer _control;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _promises;

    private GatewayHost(Engines engines, WorkspaceReload reload, PromiseWatch promises, RestHost rest, ControlServer control, IOperator service, TimeProvider time)
    {
        (_engines, _reload, _rest, _control, Operator, _time) = (engines, reload, rest, control, service, time);
        _reload.Current.Start();
        _promises = promises.RunAsync(_stop.Token);
    }

    /// <summary>Where REST listens, with the port that was taken.</summary>
    public Uri Address => _rest.Addresses[0];

    public IOperator Operator { get; }

    /// <summary>How the stages are doing.</summary>
    public IEnumerable<StageHealth> Health => _reload.Current.Pipeline.Health;

    /// <summary>Returns when log and store are prepared and the stages run; waits for an engine that is down, and REST says so meanwhile.</summary>
    /// <param name="listen">Instead of the workspace's address.</param>
    /// <param name="adapt">Changes what the stages work with: other batch sizes and pauses, or decorated engines.</param>
    /// <exception cref="Contracts.Errors.PasserelleException">The data folder is in use, the address is taken, or a topic differs from what the workspace wants.</exception>
    public static async Task<GatewayHost> StartAsync(
        WorkspaceModel workspace, string dataFolder, Uri? listen, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken,
        Func<GatewayEnvironment, GatewayEnvironment>? adapt = null)
    {
        var engines = await Engines.OpenAsync(workspace, dataFolder, time, cancellationToken, loggers);
        engines.Adapt = adapt;
        RestHost? rest = null;
        try
        {
            var wait = new EngineWait(time, loggers);
            var health = new StartingHealth(workspace, wait, time);
            rest = RestHost.Create(new RestSetup
            {
                Listen = listen ?? workspace.Listen,
                Contracts = workspace.Contracts,
                Store = engines.Store,
                Health = health,
                Title = workspace.Name,
                Time = time,
                Loggers = loggers,
            });
            await rest.StartAsync(cancellationToken);
            var files = WorkspaceSnapshot.Of(workspace.Folder);
            var run = await PipelineRun.PrepareAsync(workspace, files, engines, dataFolder, loggers, time, cancellationToken, wait);
            var reload = new WorkspaceReload(run, engines, dataFolder, loggers, time);
            var promises = new PromiseWatch(() => reload.Current, time);
            await wait.RunAsync(HealthPart.Store, workspace.StoreEngine, promises.LookAsync, cancellationToken);
            health.Started(new PipelineHealth(reload, promises));
            var service = new LiveOperator(() => reload.Current.Operator, () => reload.Kept);
            var control = await ControlServer.StartAsync(dataFolder, service, reload.ReloadAsync, cancellationToken);
            return new GatewayHost(engines, reload, promises, rest, control, service, time);
        }
        catch
        {
            if (rest is not null) await rest.DisposeAsync();
            await engines.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the workspace again and exchanges the flows in place: their stages drain and start anew, REST goes on answering.
    /// A workspace with problems changes nothing.</summary>
    public Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken) => _reload.ReloadAsync(cancellationToken);

    /// <summary>Reloads whenever files of the workspace have changed, until cancelled.</summary>
    public Task WatchAsync(Action<ReloadOutcome> tell, CancellationToken cancellationToken)
    {
        var run = _reload.Current;
        return new WorkspaceWatch(run.Workspace.Folder, _time, ReloadAsync).RunAsync(run.Files, tell, cancellationToken);
    }

    /// <summary>Stops taking requests, drains the stages, closes the engines: nothing committed is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rest.StopAsync(CancellationToken.None);
        await _control.DisposeAsync();
        await _stop.CancelAsync();
        await _promises.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _reload.DisposeAsync();
        await _rest.DisposeAsync();
        await _engines.DisposeAsync();
        _stop.Dispose();
    }
}
