namespace Passerelle.Gateway.Ports.Store;

/// <summary>Where contract values are served from, and the operator's view of dead letters and deliveries.</summary>
public interface IReadStore : IAsyncDisposable
{
    /// <summary>Makes tables and indexes for the contracts; existing ones are brought to the shape without losing rows.</summary>
    ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken);

    /// <summary>The next offset that the projection named <paramref name="projection"/> wants; 0 when it never ran.</summary>
    ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken);

    /// <summary>Applies a batch and advances the position from the value that was read, in one transaction.</summary>
    /// <returns>False when the position was not <see cref="ProjectionBatch.From"/>: nothing was written, give the partition up.</returns>
    ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken);

    /// <summary>The row of a key, a deleted marker included; null when the key was never seen.</summary>
    ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken);

    /// <summary>Live rows by filter, in the order asked for, at most <see cref="StoreQuery.Limit"/>.</summary>
    /// <remarks>Texts compare by UTF-8 bytes, numbers exactly. A missing field (or null) is the least in a sort, and matches no filter
    /// but <see cref="FilterOperator.NotEqual"/>. Ties go by key, in the direction of the last sort field; without a sort, ascending.</remarks>
    ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken);

    /// <summary>Live rows of a contract.</summary>
    ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken);

    /// <summary>The operator's views, written with the batches of <see cref="ApplyAsync"/>.</summary>
    IViewStore Views { get; }
}
