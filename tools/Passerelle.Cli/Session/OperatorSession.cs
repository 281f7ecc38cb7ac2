using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Cli.Session;

/// <summary>Speaks to the running gateway of a workspace, or opens its data folder when none runs.</summary>
internal sealed class OperatorSession : IAsyncDisposable
{
    private readonly IDisposable? _client;
    private readonly IAsyncDisposable? _engines;

    private OperatorSession(IOperator service, WorkspaceModel workspace, IDisposable? client, IAsyncDisposable? engines) =>
        (Operator, Workspace, _client, _engines) = (service, workspace, client, engines);

    public IOperator Operator { get; }

    public WorkspaceModel Workspace { get; }

    /// <summary>Whether a gateway answers; otherwise requests wait on the log for the next start.</summary>
    public bool IsRunning => _client is not null;

    /// <exception cref="PasserelleException">The workspace has errors, or nothing has ever run in the data folder.</exception>
    public static async Task<OperatorSession> OpenAsync(string folder, string? data, CancellationToken cancellationToken)
    {
        var workspace = LoadedWorkspace.Require(folder);
        var dataFolder = LoadedWorkspace.DataFolder(workspace, data);
        if (await ControlClient.TryConnectAsync(dataFolder, cancellationToken) is { } client) return new OperatorSession(client, workspace, client, null);
        if (!Directory.Exists(dataFolder)) throw CliErrors.NothingRan(dataFolder);
        var engines = await Engines.OpenAsync(workspace, dataFolder, TimeProvider.System, cancellationToken);
        var environment = engines.Environment(workspace, dataFolder, TimeProvider.System, NullLoggerFactory.Instance);
        await new GatewayPipeline(workspace.Flows, environment, workspace.Folder).PrepareAsync(cancellationToken);
        return new OperatorSession(new OperatorService(workspace.Flows, environment, workspace.Folder, null), workspace, null, engines);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_engines is not null) await _engines.DisposeAsync();
    }
}
