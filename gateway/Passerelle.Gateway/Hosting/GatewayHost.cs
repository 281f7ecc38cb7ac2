using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Reloading;
using Passerelle.Gateway.Rest.Hosting;
using Passerelle.Gateway.Running;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Hosting;

/// <summary>A running gateway inside a process that has signals and loggers of its own:
/// engines, stages, REST and the operators' socket of one workspace.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly LiveStages _stages;

    private GatewayHost(IHost host)
    {
        _host = host;
        _stages = host.Services.GetRequiredService<LiveStages>();
        Address = host.Services.GetRequiredService<RestService>().Address;
        Operator = host.Services.GetRequiredService<IOperator>();
    }

    /// <summary>Longest time that a stop takes: REST ends what was asked, the stages drain.</summary>
    public static TimeSpan DrainTime => GatewayServices.DrainTime;

    /// <summary>Where REST listens, with the port that was taken.</summary>
    public Uri Address { get; }

    public IOperator Operator { get; }

    /// <summary>How the stages are doing.</summary>
    public IEnumerable<StageHealth> Health => _stages.Running.Pipeline.Health;

    /// <summary>Returns when log and store are prepared and the stages run; waits for an engine that is down,
    /// and REST says so meanwhile.</summary>
    /// <param name="listen">Instead of the workspace's address.</param>
    /// <param name="adapt">Changes what the stages work with: other batch sizes and pauses, or decorated engines.</param>
    /// <exception cref="Contracts.Errors.PasserelleException">The data folder is in use, the address is taken, the certificate cannot be
    /// shown, or a topic differs from what the workspace wants.</exception>
    public static async Task<GatewayHost> StartAsync(
        WorkspaceModel workspace, string dataFolder, Uri? listen, ILoggerFactory loggers, TimeProvider time,
        CancellationToken cancellationToken,
        Func<GatewayEnvironment, GatewayEnvironment>? adapt = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Passerelle" });
        builder.Services
            .AddSingleton(new GatewaySetup(workspace, dataFolder, listen ?? workspace.Listen, adapt))
            .AddGateway()
            .AddSingleton(time)
            .AddSingleton<ILoggerFactory>(new PartLoggers(loggers))
            .AddSingleton<IHostLifetime, NoLifetime>();
        var host = builder.Build();
        try
        {
            await host.StartOrStopAsync(cancellationToken);
            return new GatewayHost(host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the workspace again and exchanges the flows in place: their stages drain and start anew, REST goes on answering.
    /// A workspace with problems changes nothing.</summary>
    public Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken) =>
        _host.Services.GetRequiredService<WorkspaceReload>().ReloadAsync(cancellationToken);

    /// <summary>Reloads whenever files of the workspace have changed, until cancelled.</summary>
    public Task WatchAsync(Action<ReloadOutcome> tell, CancellationToken cancellationToken)
    {
        var run = _stages.Running;
        var time = _host.Services.GetRequiredService<TimeProvider>();
        return new WorkspaceWatch(run.Workspace.Folder, time, ReloadAsync).RunAsync(run.Files, tell, cancellationToken);
    }

    /// <summary>Stops taking requests, drains the stages, closes the engines: nothing committed is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
