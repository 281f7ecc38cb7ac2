using System.Text.Json;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>Tells whether a consumer written against an older schema can go on reading values of a newer one.</summary>
/// <remarks>Bounds, lengths and patterns are not compared: readers rarely depend on them.</remarks>
public static class SchemaCompatibility
{
    /// <summary>One sentence for each breaking change; empty when there is none. Both schemas must compile.</summary>
    public static IReadOnlyList<string> BreakingChanges(JsonElement older, JsonElement newer)
    {
        var changes = new List<string>();
        Compare("", new SchemaCompiler(older).Compile(older), new SchemaCompiler(newer).Compile(newer), changes);
        return changes;
    }

    private static void Compare(string path, SchemaNode older, SchemaNode newer, List<string> changes)
    {
        var place = path.Length == 0 ? "the value" : $"`{path}`";
        var gained = newer.Types & ~older.Types;
        if (gained != 0) changes.Add($"{place} may now be {Names(gained)}, which it could not be before");
        if (Values(older) is { } before)
        {
            if (Values(newer) is not { } after) changes.Add($"{place} may now have any value, not only {string.Join(", ", before)}");
            else if (after.Except(before).ToArray() is { Length: > 0 } added) changes.Add($"{place} may now be {string.Join(", ", added)}, which no reader knows");
        }

        if (older.Format is not null && older.Format != newer.Format)
            changes.Add($"{place} had the format {older.Format} and now has {newer.Format ?? "none"}");
        Members(path, older, newer, changes);
        if (older.Items is not null) Compare(path + "[]", older.Items, newer.Items ?? SchemaNode.Anything, changes);
    }

    private static void Members(string path, SchemaNode older, SchemaNode newer, List<string> changes)
    {
        foreach (var property in older.Properties)
        {
            var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var now = newer.Properties.FirstOrDefault(p => p.Name == property.Name);
            if (now is null)
            {
                changes.Add($"`{inner}` was removed");
                continue;
            }

            if (property.RequiredIndex >= 0 && now.RequiredIndex < 0) changes.Add($"`{inner}` was always present and is no longer required");
            Compare(inner, property.Node, now.Node, changes);
        }
    }

    private static string[]? Values(SchemaNode node) => node.Allowed is null ? null : [.. node.Allowed.Select(a => a.Canonical)];

    private static string Names(SchemaTypes types) =>
        string.Join(" or ", Enum.GetValues<SchemaTypes>()
            .Where(t => t is not (SchemaTypes.None or SchemaTypes.Any) && (types & t) != 0)
            .Select(t => t.ToString().ToLowerInvariant()));
}
