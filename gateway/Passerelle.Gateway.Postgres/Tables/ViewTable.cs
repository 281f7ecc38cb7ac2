namespace Passerelle.Gateway.Postgres.Tables;

/// <summary>How the table of the operator's views is indexed: its queries word the columns in the same way, or no index fits.</summary>
internal static class ViewTable
{
    /// <summary>Compares by bytes, so that the index stays right when the server's locale gets a new version.</summary>
    public const string State = "state COLLATE \"C\"";

    /// <summary>The same in other words, which stand in the index without the flow alone: only that one gives their order.</summary>
    public const string StateAlone = "(state || '') COLLATE \"C\"";

    /// <summary>An index entry has no room for the longest names of deliveries; their beginnings find nearly all.</summary>
    public const string GroupStart = "left(grp, 100) COLLATE \"C\"";

    /// <summary>One index for each way in which views are read.</summary>
    public static IReadOnlyList<ViewIndex> Indexes(StoreNames names) =>
    [
        new($"{names.Views}_by_time", "time", "view, at, id"),
        new($"{names.Views}_by_flow", "flow", "view, flow, at, id"),
        new($"{names.Views}_by_flow_state", "flow and state", $"view, flow, {State}, at, id"),
        new($"{names.Views}_by_state", "state", $"view, {StateAlone}, at, id"),
        new($"{names.Views}_by_group", "group", $"view, {GroupStart}, at, id"),
    ];
}

/// <summary>An index of the operator's views.</summary>
/// <param name="What">By what it finds them.</param>
internal sealed record ViewIndex(string Name, string What, string Columns);
