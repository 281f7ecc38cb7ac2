using Dapper;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The operator's views in <c>store.db</c>.</summary>
internal sealed class SqliteViews(ReadPool<StoreReads> reads) : IViewStore
{
    public ValueTask<IReadOnlyList<ViewEntry>> GetAsync(
        string view, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        EntriesAsync(new(ViewQueries.Get, new { view, ids }), cancellationToken);

    public ValueTask<IReadOnlyList<ViewEntry>> PageAsync(ViewQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        return EntriesAsync(ViewQueries.Page(query), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ViewEntry>> NewestAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states, CancellationToken cancellationToken) =>
        [.. (await EntriesAsync(ViewQueries.Newest(view, flows, states), cancellationToken)).DistinctBy(e => e.Flow)];

    public ValueTask<IReadOnlyList<ViewCount>> CountAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string> states, CancellationToken cancellationToken) =>
        ReadAsync<(string Flow, string State, long Count), ViewCount>(
            ViewQueries.Count(view, flows, states), row => new(row.Flow, row.State, row.Count), cancellationToken);

    public ValueTask<IReadOnlyList<ViewGroup>> GroupsAsync(ViewFilter filter, CancellationToken cancellationToken) =>
        ReadAsync<(string Group, long Count, long First, long Last), ViewGroup>(
            ViewQueries.Groups(filter), row => new(row.Group, row.Count, At(row.First), At(row.Last)), cancellationToken);

    private ValueTask<IReadOnlyList<ViewEntry>> EntriesAsync(CommandDefinition command, CancellationToken cancellationToken) =>
        ReadAsync<Row, ViewEntry>(
            command, row => new(row.View, row.Id, row.Flow, row.State, row.Grp, At(row.At), row.Json), cancellationToken);

    private ValueTask<IReadOnlyList<T>> ReadAsync<TRow, T>(
        CommandDefinition command, Func<TRow, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var rental = reads.Rent();
        return ValueTask.FromResult(rental.Item.Run<IReadOnlyList<T>>(connection => [.. connection.Query<TRow>(command).Select(read)]));
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private sealed record Row(string View, string Id, string Flow, string State, string Grp, long At, byte[] Json);
}
