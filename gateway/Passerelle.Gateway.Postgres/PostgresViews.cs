using Dapper;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Connections;
using Passerelle.Gateway.Postgres.Reading;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres;

/// <summary>The operator's views: few and small, so Dapper serves them.</summary>
internal sealed class PostgresViews(PostgresSource source, StoreNames names) : IViewStore
{
    private readonly ViewQueries _queries = new(names);

    public ValueTask<IReadOnlyList<ViewEntry>> GetAsync(
        string view, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        EntriesAsync(_queries.Get(view, ids), cancellationToken);

    public ValueTask<IReadOnlyList<ViewEntry>> PageAsync(ViewQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        return EntriesAsync(_queries.Page(query), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ViewEntry>> NewestAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states, CancellationToken cancellationToken) =>
        [.. (await EntriesAsync(_queries.Newest(view, flows, states), cancellationToken)).DistinctBy(e => e.Flow)];

    public ValueTask<IReadOnlyList<ViewCount>> CountAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string> states, CancellationToken cancellationToken) =>
        ReadAsync<(string Flow, string State, long Count), ViewCount>(
            _queries.Count(view, flows, states),
            row => new(PgText.Decode(row.Flow), PgText.Decode(row.State), row.Count),
            cancellationToken);

    public ValueTask<IReadOnlyList<ViewGroup>> GroupsAsync(ViewFilter filter, CancellationToken cancellationToken) =>
        ReadAsync<(string Group, long Count, long First, long Last), ViewGroup>(
            _queries.Groups(filter),
            row => new(PgText.Decode(row.Group), row.Count, At(row.First), At(row.Last)),
            cancellationToken);

    private ValueTask<IReadOnlyList<ViewEntry>> EntriesAsync((string Sql, object Parameters) query, CancellationToken cancellationToken) =>
        ReadAsync<Row, ViewEntry>(
            query,
            row => new(
                PgText.Decode(row.View), PgText.Decode(row.Id), PgText.Decode(row.Flow), PgText.Decode(row.State),
                PgText.Decode(row.Grp), At(row.At), row.Json),
            cancellationToken);

    private ValueTask<IReadOnlyList<T>> ReadAsync<TRow, T>(
        (string Sql, object Parameters) query, Func<TRow, T> read, CancellationToken cancellationToken)
    {
        var command = new CommandDefinition(query.Sql, query.Parameters, cancellationToken: cancellationToken);
        return source.ReadAsync<IReadOnlyList<T>>(
            async connection => [.. (await connection.QueryAsync<TRow>(command)).Select(read)], cancellationToken);
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private sealed record Row(string View, string Id, string Flow, string State, string Grp, long At, byte[] Json);
}
