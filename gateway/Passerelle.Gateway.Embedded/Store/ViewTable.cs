using Dapper;
using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The operator's views: few and small, so Dapper serves them.</summary>
internal static class ViewTable
{
    private const string Columns = "view AS View, id AS Id, flow AS Flow, state AS State, grp AS Grp, at AS At, json AS Json";

    public static void Write(SqliteConnection connection, ViewEntry entry)
    {
        if (entry.Json is not { } json)
        {
            connection.Execute("DELETE FROM view WHERE view = @View AND id = @Id", new { entry.View, entry.Id });
            return;
        }

        connection.Execute(
            """
            INSERT INTO view (view, id, flow, state, grp, at, json) VALUES (@View, @Id, @Flow, @State, @Group, @At, @Json)
            ON CONFLICT (view, id) DO UPDATE SET
                flow = excluded.flow, state = excluded.state, grp = excluded.grp, at = excluded.at, json = excluded.json
            """,
            new { entry.View, entry.Id, entry.Flow, entry.State, entry.Group, At = entry.At.UtcTicks, Json = json.ToArray() });
    }

    public static IReadOnlyList<ViewEntry> List(SqliteConnection connection, string view, string? flow, int limit)
    {
        var sql = flow is null
            ? $"SELECT {Columns} FROM view WHERE view = @view ORDER BY at DESC, id DESC LIMIT @limit"
            : $"SELECT {Columns} FROM view WHERE view = @view AND flow = @flow ORDER BY at DESC, id DESC LIMIT @limit";
        return [.. connection.Query<Row>(sql, new { view, flow, limit }).Select(Entry)];
    }

    public static long Count(SqliteConnection connection, string view, string flow, string state) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM view WHERE view = @view AND flow = @flow AND state = @state", new { view, flow, state });

    public static ViewEntry? Get(SqliteConnection connection, string view, string id)
    {
        var row = connection.QueryFirstOrDefault<Row>($"SELECT {Columns} FROM view WHERE view = @view AND id = @id", new { view, id });
        return row is null ? null : Entry(row);
    }

    private static ViewEntry Entry(Row row) =>
        new(row.View, row.Id, row.Flow, row.State, row.Grp, new DateTimeOffset(row.At, TimeSpan.Zero), row.Json);

    private sealed record Row(string View, string Id, string Flow, string State, string Grp, long At, byte[] Json);
}
