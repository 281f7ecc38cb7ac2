using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.CrashHarness.Child;

/// <summary>The engine's store, with every application on record; the database itself counts the changes of rows.</summary>
internal sealed class RecordingStore(IReadStore inner, FlightRecorder flight, ITally tally) : IReadStore
{
    public async ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        await inner.PrepareAsync(shapes, cancellationToken);
        await tally.InstallAsync(shapes, cancellationToken);
    }

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) =>
        inner.PositionAsync(projection, partition, cancellationToken);

    public async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        using var applying = await flight.EnterAsync(batch.Contract.Length > 0 ? Label.ProjectCommit : Label.ViewCommit);
        var applied = await inner.ApplyAsync(batch, cancellationToken);
        await applying.LeaveAsync();
        return applied;
    }

    public ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken) =>
        inner.GetAsync(contract, major, key, cancellationToken);

    public ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken) => inner.CountAsync(contract, major, cancellationToken);

    public ValueTask<IReadOnlyList<ViewEntry>> ListViewAsync(string view, string? flow, int limit, CancellationToken cancellationToken) =>
        inner.ListViewAsync(view, flow, limit, cancellationToken);

    public ValueTask<long> CountViewAsync(string view, string flow, string state, CancellationToken cancellationToken) =>
        inner.CountViewAsync(view, flow, state, cancellationToken);

    public ValueTask<ViewEntry?> GetViewAsync(string view, string id, CancellationToken cancellationToken) => inner.GetViewAsync(view, id, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
