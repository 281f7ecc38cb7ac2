using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The read store that a workspace names, alone.</summary>
public static class Stores
{
    /// <summary>Whether the workspace's values are kept in the data folder, so that there are none without it.</summary>
    public static bool IsInDataFolder(WorkspaceModel workspace) => !StoreEngines.Of(workspace).Spec.IsShared;

    /// <summary>Opens the store alone, to look at its tables or change them.</summary>
    /// <exception cref="Contracts.Errors.PasserelleException">PSR-4001: a gateway uses the data folder, and shapes the store
    /// in it at its own start.</exception>
    public static OpenMigration OpenMigration(WorkspaceModel workspace, string dataFolder, TimeProvider time)
    {
        if (StoreEngines.Of(workspace).OpenShared(workspace, time) is { } shared) return new(shared.Migration, shared);
        var engine = EmbeddedEngine.Open(dataFolder, time);
        return new((IStoreMigration)engine.Store, engine);
    }
}

/// <summary>A store's migration and what is to be closed after it.</summary>
public sealed class OpenMigration(IStoreMigration migration, IAsyncDisposable owner) : IAsyncDisposable
{
    public IStoreMigration Migration => migration;

    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
