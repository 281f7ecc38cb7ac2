using Dapper;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>The SQL that reads views.</summary>
internal sealed class ViewQueries(StoreNames names)
{
    private const string Columns = "view, id, flow, state, grp, at, json";

    private readonly string _views = names.Quote(names.Views);

    public (string Sql, object Parameters) Get(string view, IReadOnlyCollection<string> ids) =>
        ($"SELECT {Columns} FROM {_views} WHERE view = @view AND id = ANY(@ids)", new { view = PgText.Encode(view), ids = Encoded(ids) });

    public (string Sql, object Parameters) Page(ViewQuery query)
    {
        var parameters = ParametersOf(query.Filter);
        parameters.Add("limit", query.Limit);
        if (query.After is { } after)
        {
            parameters.Add("at", after.At.UtcTicks);
            parameters.Add("after", PgText.Encode(after.Id));
        }

        var (range, others) = ViewRange.Of(query.Filter);
        var where = And([.. Conditions(others), .. range.Conditions(query.After is not null, query.OldestFirst)]);
        return ($"SELECT {Columns} FROM {_views} WHERE {where} ORDER BY {range.Order(query.OldestFirst)} LIMIT @limit", parameters);
    }

    public (string Sql, object Parameters) Groups(ViewFilter filter) => (
        $"""
        SELECT grp, count(*), min(at), max(at) FROM {_views} WHERE {And(Conditions(filter))}
        GROUP BY grp ORDER BY count(*) DESC, grp COLLATE "C"
        """,
        ParametersOf(filter));

    /// <summary>One seek for each flow and state; of several states, the newest of a flow comes first.</summary>
    public (string Sql, object Parameters) Newest(string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states)
    {
        var (each, ofFlow, range) = states is null
            ? ("", "", new ViewRange("flow", "f.name"))
            : (", unnest(@states) AS s (name)", "flow = f.name AND ", new ViewRange(ViewTable.State, "s.name"));
        var where = ofFlow + And(range.Conditions(isBehindCursor: false, oldestFirst: false));
        return (
            $"""
            SELECT v.* FROM unnest(@flows) AS f (name){each}, LATERAL (
                SELECT {Columns} FROM {_views} WHERE view = @view AND {where} ORDER BY {range.Order(oldestFirst: false)} LIMIT 1) v
            ORDER BY at DESC, id DESC
            """,
            new { view = PgText.Encode(view), flows = Encoded(flows), states = Encoded(states ?? []) });
    }

    public (string Sql, object Parameters) Count(string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string> states) => (
        $"""
        SELECT flow, state, count(*) FROM {_views}
        WHERE view = @view AND flow = ANY(@flows) AND {ViewTable.State} = ANY(@states) GROUP BY flow, state
        """,
        new { view = PgText.Encode(view), flows = Encoded(flows), states = Encoded(states) });

    private static IEnumerable<string> Conditions(ViewFilter filter)
    {
        yield return "view = @view";
        if (filter.Flow is not null) yield return "flow = @flow";
        if (filter.State is not null) yield return $"{ViewTable.State} = @state";
        if (filter.Group is not null) yield return "grp = @group";
        if (filter.IdPrefix is null) yield break;
        yield return "id >= @low";
        if (High(filter) is not null) yield return "id < @high";
    }

    private static DynamicParameters ParametersOf(ViewFilter filter)
    {
        var parameters = new DynamicParameters();
        void Add(string name, string? value)
        {
            if (value is not null) parameters.Add(name, PgText.Encode(value));
        }

        Add("view", filter.View);
        Add("flow", filter.Flow);
        Add("state", filter.State);
        Add("group", filter.Group);
        Add("low", filter.IdPrefix);
        if (High(filter) is { } high) parameters.Add("high", high);
        return parameters;
    }

    private static string And(IEnumerable<string> conditions) => string.Join(" AND ", conditions);

    private static string? High(ViewFilter filter) => filter.IdPrefix is { } prefix ? PgText.AfterPrefix(PgText.Encode(prefix)) : null;

    private static string[] Encoded(IEnumerable<string> texts) => [.. texts.Select(PgText.Encode)];
}
