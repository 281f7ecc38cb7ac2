using Dapper;
using Npgsql;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>Reads positions and the operator's views: few and small, so Dapper serves them.</summary>
internal static class ViewReads
{
    private const string Columns = "view, id, flow, state, grp, at, json";

    public static async Task<long> PositionAsync(
        NpgsqlConnection connection, StoreNames names, string projection, int partition, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"SELECT next FROM {names.Quote(names.Positions)} WHERE projection = @projection AND partition = @partition",
            new { projection = PgText.Encode(projection), partition }, cancellationToken: cancellationToken)) ?? 0;

    public static async Task<IReadOnlyList<ViewEntry>> ListAsync(
        NpgsqlConnection connection, StoreNames names, string view, string? flow, int limit, CancellationToken cancellationToken)
    {
        var ofFlow = flow is null ? "" : " AND flow = @flow";
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT {Columns} FROM {names.Quote(names.Views)} WHERE view = @view{ofFlow} ORDER BY at DESC, id DESC LIMIT @limit",
            new { view = PgText.Encode(view), flow = flow is null ? null : PgText.Encode(flow), limit }, cancellationToken: cancellationToken));
        return [.. rows.Select(Entry)];
    }

    public static Task<long> CountAsync(
        NpgsqlConnection connection, StoreNames names, string view, string flow, string state, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"SELECT count(*) FROM {names.Quote(names.Views)} WHERE view = @view AND flow = @flow AND state = @state",
            new { view = PgText.Encode(view), flow = PgText.Encode(flow), state = PgText.Encode(state) }, cancellationToken: cancellationToken));

    public static async Task<ViewEntry?> GetAsync(
        NpgsqlConnection connection, StoreNames names, string view, string id, CancellationToken cancellationToken)
    {
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            $"SELECT {Columns} FROM {names.Quote(names.Views)} WHERE view = @view AND id = @id",
            new { view = PgText.Encode(view), id = PgText.Encode(id) }, cancellationToken: cancellationToken));
        return row is null ? null : Entry(row);
    }

    private static ViewEntry Entry(Row row) => new(
        PgText.Decode(row.View), PgText.Decode(row.Id), PgText.Decode(row.Flow), PgText.Decode(row.State), PgText.Decode(row.Grp),
        new DateTimeOffset(row.At, TimeSpan.Zero), row.Json);

    private sealed record Row(string View, string Id, string Flow, string State, string Grp, long At, byte[] Json);
}
