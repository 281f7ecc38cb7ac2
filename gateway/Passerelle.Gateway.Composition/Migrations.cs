using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Pipeline.Migration;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>From the embedded log in a data folder to the one that the workspace names now.</summary>
public static class Migrations
{
    /// <exception cref="PasserelleException">PSR-4001: a gateway uses the data folder. PSR-4540 to 4542:
    /// the logs are not fit for it.</exception>
    public static async Task RunAsync(
        WorkspaceModel workspace, string dataFolder, IProgress<MigrationStep> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var time = TimeProvider.System;
        await using var old = EmbeddedEngine.Open(dataFolder, time);
        await using var shared = StoreEngines.Of(workspace).OpenShared(workspace, time);
        await using var target = LogEngines.Of(workspace).Open(new LogSetting(workspace, dataFolder, old, time, Loggers: null));
        if (shared is not null) await shared.Store.PrepareAsync(GatewayPipeline.ShapesOf(workspace.Flows), cancellationToken);
        var from = Engines.Environment(old.Log, old.Claims, old.Store, workspace, dataFolder, time, NullLoggerFactory.Instance);
        var to = Engines.Environment(
            target, shared?.Claims ?? old.Claims, shared?.Store ?? old.Store, workspace, dataFolder, time, NullLoggerFactory.Instance);
        await new LogMigration(workspace.Flows, from, to, progress).RunAsync(cancellationToken);
    }
}
