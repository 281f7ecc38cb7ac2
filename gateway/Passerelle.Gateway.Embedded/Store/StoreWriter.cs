using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>Upserts rows of one table with one compiled statement.</summary>
/// <remarks>The index columns are written here from one pass over the JSON. Indexes on <c>json_extract</c> would parse the document once
/// for every index, and a second time for the old row of an update.</remarks>
internal sealed class StoreWriter : IDisposable
{
    private const int FixedColumns = 8;
    private readonly StoreTable table;
    private readonly Statement upsert;
    private readonly FieldRow fields = new();

    public StoreWriter(Database database, StoreTable table)
    {
        this.table = table;
        var columns = new List<string> { "key", "sequence", "as_of", "visible_at", "deleted", "event_id", "json", "lineage" };
        columns.AddRange(table.Columns);
        upsert = database.PrepareOnce(
            $"""
            INSERT INTO {table.Quoted} ({string.Join(", ", columns)})
            VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})
            ON CONFLICT (key) DO UPDATE SET {string.Join(", ", columns.Skip(1).Select(c => $"{c} = excluded.{c}"))}
            WHERE excluded.sequence > sequence
            """);
    }

    public StoreTable Table => table;

    public void Write(StoredValue value)
    {
        upsert.BindText(1, value.Key).Bind(2, value.Sequence).Bind(3, value.AsOf.UtcTicks).Bind(4, value.VisibleAt.UtcTicks)
            .Bind(5, value.Json is null ? 1 : 0).BindText(6, value.EventId);
        if (value.Json is { } json) upsert.Bind(7, json.Span);
        else upsert.BindNull(7);
        upsert.Bind(8, value.Lineage.Span);
        table.Reader.Read(value.Json is { } read ? read.Span : default, fields);
        BindFields(upsert, FixedColumns + 1, table.Fields.Count, fields);
        upsert.Run();
    }

    public void Dispose() => upsert.Dispose();

    public static void BindFields(Statement statement, int first, int count, FieldRow fields)
    {
        for (var i = 0; i < count; i++)
        {
            var value = fields[i];
            switch (value.Kind)
            {
                case FieldKind.Text: statement.BindText(first + i, fields.Bytes(value)); break;
                case FieldKind.Number: statement.Bind(first + i, fields.Bytes(value)); break;
                case FieldKind.True: statement.Bind(first + i, 1); break;
                case FieldKind.False: statement.Bind(first + i, 0); break;
                default: statement.BindNull(first + i); break;
            }
        }
    }
}
