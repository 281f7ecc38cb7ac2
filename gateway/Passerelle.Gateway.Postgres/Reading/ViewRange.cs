using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>The range of one index where the entries of a page lie next to each other, in the order of time.</summary>
/// <remarks>The column before the time is worded as a range of one value, and stands in the order, so that no other index gives it. With
/// an equality the planner takes any index that is in the order of time, and hopes to meet a fitting entry soon. No more than one
/// column is a range: a scan does not stop where the second one ends.</remarks>
/// <param name="column">What stands before time and id in the index, behind what is equal; null for nothing.</param>
/// <param name="value">A parameter, or another expression that is known before.</param>
internal sealed class ViewRange(string? column, string value)
{
    /// <summary>The range that a filter means, and what of the filter is to be compared besides.</summary>
    public static (ViewRange Range, ViewFilter Others) Of(ViewFilter filter) => filter switch
    {
        { IdPrefix: not null } => (new(null, ""), filter),
        { Group: not null } => (new(ViewTable.GroupStart, "left(@group, 100)"), filter),
        { Flow: not null, State: not null } => (new(ViewTable.State, "@state"), filter with { State = null }),
        { Flow: not null } => (new("flow", "@flow"), filter with { Flow = null }),
        { State: not null } => (new(ViewTable.StateAlone, "@state"), filter with { State = null }),
        _ => (new(null, ""), filter),
    };

    public string Order(bool oldestFirst)
    {
        var direction = oldestFirst ? "" : " DESC";
        return $"{(column is null ? "" : $"{column}{direction}, ")}at{direction}, id{direction}";
    }

    /// <param name="isBehindCursor">Whether it begins behind a cursor in the parameters <c>at</c> and <c>after</c>.</param>
    public IEnumerable<string> Conditions(bool isBehindCursor, bool oldestFirst)
    {
        var sign = oldestFirst ? '>' : '<';
        var (columns, values) = column is null ? ("", "") : ($"{column}, ", $"{value}, ");
        if (isBehindCursor) yield return $"({columns}at, id) {sign} ({values}@at, @after)";
        if (column is null) yield break;
        if (!isBehindCursor || !oldestFirst) yield return $"{column} >= {value}";
        if (!isBehindCursor || oldestFirst) yield return $"{column} <= {value}";
    }
}
