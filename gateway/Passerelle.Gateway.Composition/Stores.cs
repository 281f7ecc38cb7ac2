using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The read store that a workspace names.</summary>
public static class Stores
{
    /// <summary>The store that instances share; null when the workspace keeps its values in the data folder. Opens no connection.</summary>
    public static PostgresReadStore? OpenShared(WorkspaceModel workspace, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return workspace.StoreEngine == "postgres" ? Postgres(workspace, time) : null;
    }

    /// <summary>Opens the store alone, to look at its tables or change them.</summary>
    /// <exception cref="Contracts.Errors.PasserelleException">PSR-4001: a gateway uses the data folder, and shapes the store in it at its own start.</exception>
    public static OpenMigration OpenMigration(WorkspaceModel workspace, string dataFolder, TimeProvider time)
    {
        if (OpenShared(workspace, time) is { } shared) return new(shared, shared);
        var engine = EmbeddedEngine.Open(dataFolder, time);
        return new((IStoreMigration)engine.Store, engine);
    }

    private static PostgresReadStore Postgres(WorkspaceModel workspace, TimeProvider time)
    {
        var options = workspace.StoreOptions;
        return new PostgresReadStore(
            new PostgresOptions(options.Text("connectionString")!, options.Text("schema")!, workspace.Prefix)
            {
                StatementTimeout = TimeSpan.FromSeconds(options.Integer("statementTimeoutSeconds")),
                MaxConnections = (int)options.Integer("maxConnections"),
                MigrateAtStart = options.Text("migrate") == "auto",
            },
            time);
    }
}

/// <summary>A store's migration and what is to be closed after it.</summary>
public sealed class OpenMigration(IStoreMigration migration, IAsyncDisposable owner) : IAsyncDisposable
{
    public IStoreMigration Migration => migration;

    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
