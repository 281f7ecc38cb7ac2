using System.Text;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Writing;

/// <summary>What of a batch is to be written, in pieces that a statement takes.</summary>
internal static class BatchRows
{
    private const int PieceRows = 5000;

    // A parameter has 1 GB at most, and both sides hold it in memory.
    private const int PieceBytes = 16 * 1024 * 1024;

    /// <summary>Of each key the newest value, the first of equals; one statement may touch a row once only.</summary>
    /// <remarks>Ordered by key: transactions that meet on rows take their locks in one order, so that none waits in a ring.</remarks>
    public static List<StoredValue> Newest(IReadOnlyList<StoredValue> values, string table)
    {
        var newest = new Dictionary<string, StoredValue>(values.Count, StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (!newest.TryGetValue(value.Key, out var known) || value.Sequence > known.Sequence) newest[value.Key] = value;
        }

        var rows = newest.Values.ToList();
        foreach (var row in rows) CheckKey(row.Key, table);
        rows.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return rows;
    }

    public static IEnumerable<List<StoredValue>> Pieces(List<StoredValue> rows)
    {
        for (var start = 0; start < rows.Count;)
        {
            var end = start;
            for (long bytes = 0; end < rows.Count && end - start < PieceRows; end++)
            {
                bytes += (rows[end].Json?.Length ?? 0) + rows[end].Lineage.Length;
                if (bytes > PieceBytes && end > start) break;
            }

            yield return rows.GetRange(start, end - start);
            start = end;
        }
    }

    private static void CheckKey(string key, string table)
    {
        if (key.Length <= IndexedValue.Longest / 3) return;
        var bytes = Encoding.UTF8.GetByteCount(PgText.Encode(key));
        if (bytes > LongestKey) throw Fail.KeyTooLong(table, bytes, LongestKey);
    }

    /// <summary>Beside the longest value of a field, an index entry has room for this.</summary>
    private const int LongestKey = 1500;
}
