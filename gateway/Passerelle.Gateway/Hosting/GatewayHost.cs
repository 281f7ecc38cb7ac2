using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Core.Operations;
using Passerelle.Gateway.Core.Stages;
using Passerelle.Gateway.Core.Workspace;
using Passerelle.Gateway.Rest;

namespace Passerelle.Gateway.Hosting;

/// <summary>A running gateway: engines, stages, REST and the operators' socket of one workspace.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly Engines _engines;
    private readonly GatewayPipeline _pipeline;
    private readonly RestHost _rest;
    private readonly ControlServer _control;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private GatewayHost(Engines engines, GatewayPipeline pipeline, RestHost rest, ControlServer control, IOperator service)
    {
        (_engines, _pipeline, _rest, _control, Operator) = (engines, pipeline, rest, control, service);
        _running = pipeline.RunAsync(_stop.Token);
    }

    /// <summary>Where REST listens, with the port that was taken.</summary>
    public Uri Address => _rest.Addresses[0];

    public IOperator Operator { get; }

    /// <param name="listen">Instead of the workspace's address.</param>
    /// <param name="adapt">Changes what the stages work with: other batch sizes and pauses, or decorated engines.</param>
    /// <exception cref="Contracts.Errors.PasserelleException">The data folder is in use, the address is taken, or a topic differs from what the workspace wants.</exception>
    public static async Task<GatewayHost> StartAsync(
        WorkspaceModel workspace, string dataFolder, Uri? listen, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken,
        Func<GatewayEnvironment, GatewayEnvironment>? adapt = null)
    {
        var engines = await Engines.OpenAsync(workspace, dataFolder, time, cancellationToken);
        try
        {
            var environment = engines.Environment(workspace, dataFolder, time, loggers);
            environment = adapt?.Invoke(environment) ?? environment;
            var pipeline = new GatewayPipeline(workspace.Flows, environment, workspace.Folder);
            TopicDifferences.Refuse(await pipeline.PrepareAsync(cancellationToken));
            var service = new OperatorService(workspace.Flows, environment, pipeline);
            var rest = RestHost.Create(new RestSetup
            {
                Listen = listen ?? workspace.Listen,
                Contracts = workspace.Contracts,
                Store = environment.Store,
                Health = new PipelineHealth(pipeline),
                Title = workspace.Name,
                Time = time,
                Loggers = loggers,
            });
            await rest.StartAsync(cancellationToken);
            var control = await ControlServer.StartAsync(dataFolder, service, cancellationToken);
            return new GatewayHost(engines, pipeline, rest, control, service);
        }
        catch
        {
            await engines.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the stages are doing.</summary>
    public IEnumerable<StageHealth> Health => _pipeline.Health;

    /// <summary>Stops taking requests, drains the stages, closes the engines: nothing committed is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rest.StopAsync(CancellationToken.None);
        await _control.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        await _rest.DisposeAsync();
        await _engines.DisposeAsync();
        _stop.Dispose();
    }
}
