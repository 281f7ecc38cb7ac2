using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The one list of engines of the store, each with the way to open it; the first is the default.</summary>
internal static class StoreEngines
{
    public static IReadOnlyList<StoreEngine> All { get; } =
    [
        new(EmbeddedSpecs.Store, (_, _) => null),
        new(PostgresSpec.Engine, Postgres),
    ];

    /// <summary>The one that a workspace names; it was checked, so it is known.</summary>
    public static StoreEngine Of(WorkspaceModel workspace) => All.Single(e => e.Spec.Name == workspace.StoreEngine);

    private static SharedStore Postgres(WorkspaceModel workspace, TimeProvider time)
    {
        var store = new PostgresReadStore(PostgresSpec.Bind(workspace.StoreOptions, workspace.Prefix), time);
        return new(store, store.Claims, store);
    }
}

/// <summary>An engine of the store.</summary>
/// <param name="OpenShared">Makes the store that instances share, without a connection;
/// null when values are kept in the data folder.</param>
internal sealed record StoreEngine(EngineSpec Spec, Func<WorkspaceModel, TimeProvider, SharedStore?> OpenShared);

/// <summary>A store outside the data folder, and what comes with it.</summary>
internal sealed record SharedStore(IReadStore Store, IClaimStore Claims, IStoreMigration Migration) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
