using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Running;

/// <summary>Log and store: open before anything listens, closed after everything has stopped.</summary>
internal sealed class OpenEngines(GatewaySetup setup, TimeProvider time, ILoggerFactory loggers) : HostedPart, IAsyncDisposable
{
    private Engines? _engines;

    public IReadStore Store => Open.Store;

    private Engines Open => _engines ?? throw new InvalidOperationException("The engines are not open.");

    /// <summary>What the stages of a workspace work with.</summary>
    public GatewayEnvironment Environment(WorkspaceModel workspace) => Open.Environment(workspace, setup.DataFolder, time, loggers);

    /// <exception cref="Contracts.Errors.PasserelleException">Another gateway uses the folder, or an engine can't be opened.</exception>
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        _engines = await Engines.OpenAsync(setup.Workspace, setup.DataFolder, time, cancellationToken, loggers);
        _engines.Adapt = setup.Adapt;
    }

    /// <summary>Leaves them to the end of the process: stages that did not drain still work with them.</summary>
    public void Abandon() => _engines = null;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _engines, null) is { } engines) await engines.DisposeAsync();
    }
}
