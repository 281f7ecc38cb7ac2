using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>The compiled queries of one read connection.</summary>
internal sealed class LogReads(Database database) : IDisposable
{
    private readonly Statement batch = database.Prepare(
        """
        SELECT id, base_offset, last_offset, count, appended_at, bytes FROM batch
        WHERE topic = ?1 AND partition = ?2 AND last_offset >= ?3 ORDER BY last_offset LIMIT 1
        """);

    private readonly Statement position = database.Prepare("SELECT next FROM position WHERE topic = ?1 AND partition = ?2 AND grp = ?3");
    private readonly Statement state = database.Prepare("SELECT value FROM state WHERE name = ?1 AND partition = ?2 AND key = ?3");
    private readonly Statement stateFirst = database.Prepare(
        "SELECT key, value FROM state WHERE name = ?1 AND partition = ?2 ORDER BY key LIMIT ?3");

    private readonly Statement stateAfter = database.Prepare(
        "SELECT key, value FROM state WHERE name = ?1 AND partition = ?2 AND key > ?4 ORDER BY key LIMIT ?3");

    private readonly Statement nextPartition = database.Prepare(
        "SELECT partition FROM state WHERE name = ?1 AND partition > ?2 ORDER BY partition LIMIT 1");

    private readonly Statement readers = database.Prepare("SELECT min(next) FROM position WHERE topic = ?1 AND partition = ?2");
    private readonly Statement young = database.Prepare(
        "SELECT min(base_offset) FROM batch WHERE topic = ?1 AND partition = ?2 AND newest_at > ?3");

    private readonly Statement cleaned = database.Prepare("SELECT cleaned FROM partition WHERE topic = ?1 AND partition = ?2");

    public BatchRow? Batch(TopicPartition partition, long from)
    {
        batch.Bind(1, partition.TopicId).Bind(2, partition.Index).Bind(3, from);
        try
        {
            return batch.Step()
                ? new BatchRow(batch.Long(0), batch.Long(1), batch.Long(2), (int)batch.Long(3), batch.Long(4), batch.Bytes(5))
                : null;
        }
        finally
        {
            batch.Reset();
        }
    }

    public long Position(TopicPartition partition, string group) =>
        Number(position.Bind(1, partition.TopicId).Bind(2, partition.Index).BindText(3, group)) ?? 0;

    /// <summary>The slowest registered reader; null when there is none.</summary>
    public long? SlowestReader(TopicPartition partition) => Number(readers.Bind(1, partition.TopicId).Bind(2, partition.Index));

    /// <summary>The first offset of the first batch that holds an event younger than the time.</summary>
    public long? FirstYoungerThan(TopicPartition partition, long time) =>
        Number(young.Bind(1, partition.TopicId).Bind(2, partition.Index).Bind(3, time));

    public long Cleaned(TopicPartition partition) => Number(cleaned.Bind(1, partition.TopicId).Bind(2, partition.Index)) ?? 0;

    public int? StatePartitionAfter(string table, int partition) => (int?)Number(nextPartition.BindText(1, table).Bind(2, partition));

    public byte[]? State(string table, int partition, ReadOnlySpan<byte> key)
    {
        state.BindText(1, table).Bind(2, partition).Bind(3, key);
        try
        {
            return state.Step() ? state.Bytes(0) : null;
        }
        finally
        {
            state.Reset();
        }
    }

    /// <summary>A page of entries in the order of key bytes.</summary>
    public List<StateEntry> StatePage(string table, int partition, byte[]? after, int limit)
    {
        var statement = after is null ? stateFirst : stateAfter;
        statement.BindText(1, table).Bind(2, partition).Bind(3, limit);
        if (after is not null) statement.Bind(4, after);
        var page = new List<StateEntry>();
        try
        {
            while (statement.Step()) page.Add(new StateEntry(partition, statement.Bytes(0), statement.Bytes(1)));
        }
        finally
        {
            statement.Reset();
        }

        return page;
    }

    public void Dispose() => database.Dispose();

    private static long? Number(Statement statement)
    {
        try
        {
            return statement.Step() && !statement.IsNull(0) ? statement.Long(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }
}
