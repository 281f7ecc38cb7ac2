using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Testing.Ports;

/// <summary>A store that hands every call on: a decorator says only what it changes.</summary>
public abstract class ForwardingReadStore(IReadStore inner) : IReadStore
{
    protected IReadStore Inner { get; } = inner;

    public IViewStore Views => Inner.Views;

    public virtual ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken) => Inner.PrepareAsync(shapes, cancellationToken);

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) =>
        Inner.PositionAsync(projection, partition, cancellationToken);

    public abstract ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken);

    public ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken) =>
        Inner.GetAsync(contract, major, key, cancellationToken);

    public ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken) => Inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken) => Inner.CountAsync(contract, major, cancellationToken);

    /// <summary>The engine belongs to who opened it.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
