using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Reloading;
using Passerelle.Gateway.Starting;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Running;

/// <summary>The stages of one state of the workspace, from start to drained.</summary>
internal sealed class PipelineRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectionSet _connections;
    private Task _running = Task.CompletedTask;

    private PipelineRun(
        WorkspaceModel workspace, WorkspaceSnapshot files, GatewayPipeline pipeline, OperatorService service, ConnectionSet connections) =>
        (Workspace, Files, Pipeline, Operator, _connections) = (workspace, files, pipeline, service, connections);

    public WorkspaceModel Workspace { get; }

    /// <summary>The files that the workspace was read from.</summary>
    public WorkspaceSnapshot Files { get; }

    public GatewayPipeline Pipeline { get; }

    public OperatorService Operator { get; }

    /// <summary>Makes what the flows need; starts nothing, so another run may still be going.</summary>
    /// <param name="wait">For engines that are down; null fails at once.</param>
    /// <exception cref="Contracts.Errors.PasserelleException">A flow asks for what is not offered, or a topic differs from
    /// what the workspace wants.</exception>
    public static async Task<PipelineRun> PrepareAsync(
        WorkspaceModel workspace, WorkspaceSnapshot files, GatewayEnvironment environment, CancellationToken cancellationToken,
        EngineWait? wait = null)
    {
        var pipeline = new GatewayPipeline(workspace.Flows, environment, workspace.Folder);
        await StepAsync(HealthPart.Log, workspace.LogEngine, async token => TopicDifferences.Refuse(await pipeline.PrepareLogAsync(token)));
        await StepAsync(HealthPart.Store, workspace.StoreEngine, pipeline.PrepareStoreAsync);
        var service = new OperatorService(workspace.Flows, environment, workspace.Folder, pipeline);
        return new PipelineRun(workspace, files, pipeline, service, environment.Connections);

        Task StepAsync(HealthPart part, string engine, Func<CancellationToken, Task> step) =>
            wait?.RunAsync(part, engine, step, cancellationToken) ?? step(cancellationToken);
    }

    public void Start() => _running = Pipeline.RunAsync(_stop.Token);

    /// <summary>Stops the stages: what is not committed is dropped and read again by the next run.</summary>
    /// <exception cref="OperationCanceledException">They still run.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync(CancellationToken.None);
        _connections.Dispose();
        _stop.Dispose();
    }
}
