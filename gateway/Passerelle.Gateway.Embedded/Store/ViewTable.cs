using Dapper;
using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>Writes the operator's views: few and small, so Dapper serves them.</summary>
internal static class ViewTable
{
    /// <summary>An index for each way in which views are read; those of states and groups hold all that counting them needs.</summary>
    public const string Indexes =
        """
        CREATE INDEX IF NOT EXISTS view_by_time ON view (view, at, id);
        CREATE INDEX IF NOT EXISTS view_by_flow ON view (view, flow, at, id);
        CREATE INDEX IF NOT EXISTS view_by_flow_state ON view (view, flow, state, at, id, grp);
        CREATE INDEX IF NOT EXISTS view_by_state ON view (view, state, at, id, grp);
        CREATE INDEX IF NOT EXISTS view_by_group ON view (view, grp, at, id, state, flow);
        """;

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
}
