using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Writing;

/// <summary>Writes the operator's views: of each id its last entry, in the order of ids.</summary>
internal static class ViewWriter
{
    public static async Task WriteAsync(NpgsqlConnection connection, StoreNames names, IReadOnlyList<ViewEntry> entries, CancellationToken cancellationToken)
    {
        var last = new SortedDictionary<(string View, string Id), ViewEntry>(Comparer<(string View, string Id)>.Create(Compare));
        foreach (var entry in entries) last[(entry.View, entry.Id)] = entry;
        await RemoveAsync(connection, names, [.. last.Values.Where(e => e.Json is null)], cancellationToken);
        await UpsertAsync(connection, names, [.. last.Values.Where(e => e.Json is not null)], cancellationToken);
    }

    private static async Task RemoveAsync(NpgsqlConnection connection, StoreNames names, ViewEntry[] entries, CancellationToken cancellationToken)
    {
        if (entries.Length == 0) return;
        await using var command = new NpgsqlCommand(
            $"DELETE FROM {names.Quote(names.Views)} AS v USING unnest($1::text[], $2::text[]) AS gone (view, id) WHERE v.view = gone.view AND v.id = gone.id",
            connection);
        Texts(command, entries, e => e.View);
        Texts(command, entries, e => e.Id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task UpsertAsync(NpgsqlConnection connection, StoreNames names, ViewEntry[] entries, CancellationToken cancellationToken)
    {
        if (entries.Length == 0) return;
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {names.Quote(names.Views)} (view, id, flow, state, grp, at, json)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bytea[])
            ON CONFLICT (view, id) DO UPDATE SET
                flow = excluded.flow, state = excluded.state, grp = excluded.grp, at = excluded.at, json = excluded.json
            """,
            connection);
        Texts(command, entries, e => e.View);
        Texts(command, entries, e => e.Id);
        Texts(command, entries, e => e.Flow);
        Texts(command, entries, e => e.State);
        Texts(command, entries, e => e.Group);
        command.Parameters.Add(new() { Value = entries.Select(e => e.At.UtcTicks).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = entries.Select(e => e.Json!.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Texts(NpgsqlCommand command, ViewEntry[] entries, Func<ViewEntry, string> text) =>
        command.Parameters.Add(new() { Value = entries.Select(e => PgText.Encode(text(e))).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    private static int Compare((string View, string Id) a, (string View, string Id) b)
    {
        var views = string.CompareOrdinal(a.View, b.View);
        return views != 0 ? views : string.CompareOrdinal(a.Id, b.Id);
    }
}
