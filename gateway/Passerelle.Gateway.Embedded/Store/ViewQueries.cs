using System.Text;
using Dapper;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The SQL that reads views. It names the index, for the planner has no statistics to choose by.</summary>
internal static class ViewQueries
{
    private const string Columns = "view AS View, id AS Id, flow AS Flow, state AS State, grp AS Grp, at AS At, json AS Json";

    public const string Get = $"SELECT {Columns} FROM view WHERE view = @view AND id IN @ids";

    public static CommandDefinition Page(ViewQuery query)
    {
        var (where, parameters) = Where(query.Filter);
        if (query.After is { } after)
        {
            where.Append(query.OldestFirst ? " AND (at, id) > (@at, @after)" : " AND (at, id) < (@at, @after)");
            parameters.Add("at", after.At.UtcTicks);
            parameters.Add("after", after.Id);
        }

        parameters.Add("limit", query.Limit);
        var order = query.OldestFirst ? "at, id" : "at DESC, id DESC";
        var sql = $"SELECT {Columns} FROM view INDEXED BY {PageIndex(query.Filter)} WHERE {where} ORDER BY {order} LIMIT @limit";
        return new(sql, parameters);
    }

    public static CommandDefinition Groups(ViewFilter filter)
    {
        var (where, parameters) = Where(filter);
        return new(
            $"""
            SELECT grp, count(*), min(at), max(at) FROM view INDEXED BY {GroupIndex(filter)}
            WHERE {where} GROUP BY grp ORDER BY count(*) DESC, grp
            """,
            parameters);
    }

    /// <summary>One seek for each flow and state; of several states, the newest of a flow comes first.</summary>
    public static CommandDefinition Newest(string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states)
    {
        var (index, ofState, each) = states is null
            ? ("view_by_flow", "", "")
            : ("view_by_flow_state", " AND v.state = s.value", ", json_each(@states) s");
        return new(
            $"""
            SELECT {Columns} FROM view WHERE rowid IN (
                SELECT (
                    SELECT v.rowid FROM view v INDEXED BY {index} WHERE v.view = @view AND v.flow = f.value{ofState}
                    ORDER BY v.at DESC, v.id DESC LIMIT 1)
                FROM json_each(@flows) f{each})
            ORDER BY at DESC, id DESC
            """,
            new { view, flows = StoreJson.Array(flows), states = StoreJson.Array(states ?? []) });
    }

    public static CommandDefinition Count(string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string> states) => new(
        """
        SELECT v.flow, v.state, count(*)
        FROM json_each(@flows) f CROSS JOIN json_each(@states) s CROSS JOIN view v INDEXED BY view_by_flow_state
        WHERE v.view = @view AND v.flow = f.value AND v.state = s.value GROUP BY v.flow, v.state
        """,
        new { view, flows = StoreJson.Array(flows), states = StoreJson.Array(states) });

    private static string PageIndex(ViewFilter filter) => filter switch
    {
        { IdPrefix: not null } => "sqlite_autoindex_view_1",
        { Group: not null } => "view_by_group",
        { Flow: not null, State: not null } => "view_by_flow_state",
        { Flow: not null } => "view_by_flow",
        { State: not null } => "view_by_state",
        _ => "view_by_time",
    };

    private static string GroupIndex(ViewFilter filter) => filter switch
    {
        { IdPrefix: not null } => "sqlite_autoindex_view_1",
        { Group: null, Flow: not null, State: not null } => "view_by_flow_state",
        { Group: null, Flow: null, State: not null } => "view_by_state",
        _ => "view_by_group",
    };

    private static (StringBuilder Where, DynamicParameters Parameters) Where(ViewFilter filter)
    {
        var where = new StringBuilder("view = @view");
        var parameters = new DynamicParameters();
        parameters.Add("view", filter.View);
        void Equal(string column, string? value)
        {
            if (value is null) return;
            where.Append(" AND ").Append(column).Append(" = @").Append(column);
            parameters.Add(column, value);
        }

        Equal("flow", filter.Flow);
        Equal("state", filter.State);
        Equal("grp", filter.Group);
        if (filter.IdPrefix is not { Length: > 0 } prefix) return (where, parameters);
        // UTF-8 never holds the byte 255, so raising the last byte gives the first text behind all with the prefix.
        var high = Encoding.UTF8.GetBytes(prefix);
        high[^1]++;
        where.Append(" AND id >= @low AND id < CAST(@high AS TEXT)");
        parameters.Add("low", prefix);
        parameters.Add("high", high);
        return (where, parameters);
    }
}
