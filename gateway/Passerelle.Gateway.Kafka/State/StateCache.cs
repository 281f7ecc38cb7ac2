using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>The state of one partition of one group in a file that can be thrown away: a copy of the committed state topic up to <see cref="Applied"/>.</summary>
/// <remarks>Changes and the offset they were read at are one transaction of the file, so a killed process leaves a true copy of an older moment.</remarks>
internal sealed class StateCache : IDisposable
{
    private const long Format = 1;
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> tables = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;
    private readonly string path;
    private readonly StateCommands commands;
    private bool disposed;

    private StateCache(string path)
    {
        this.path = path;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            CreateTables();
            commands = new StateCommands(connection);
            foreach (var (name, id) in commands.Tables()) tables[name] = id;
            (Identity, Applied, At) = commands.ReadMeta();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Cluster and topic that the copy was made of; empty for a new file.</summary>
    public string Identity { get; private set; }

    /// <summary>Everything committed before this offset is in the copy.</summary>
    public long Applied { get; private set; }

    /// <summary>When the copy was last known to be complete up to <see cref="Applied"/>.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Opens the file; one that cannot be read is deleted and begun anew.</summary>
    public static StateCache Open(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                return new StateCache(path);
            }
            catch (SqliteException)
            {
                Delete(path);
                return new StateCache(path);
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Fail.Cache(path, e);
        }
    }

    public static void Delete(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"]) File.Delete(file);
    }

    /// <summary>Empties the copy: it is to be loaded from the start of that topic.</summary>
    public void Reset(string identity) => Write(() =>
    {
        commands.Clear();
        tables.Clear();
        (Identity, Applied) = (identity, 0);
        commands.WriteMeta(identity, 0, DateTimeOffset.MinValue);
    });

    /// <summary>Applies changes in their order, together with the offset that the copy is then complete up to.</summary>
    public void Apply(IReadOnlyList<StateChange> changes, IReadOnlyDictionary<string, Position> positions, long applied, DateTimeOffset at) => Write(() =>
    {
        foreach (var change in changes) Apply(change);
        foreach (var (topic, position) in positions) commands.PutPosition(topic, position);
        (Applied, At) = (Math.Max(Applied, applied), at);
        commands.WriteMeta(Identity, Applied, at);
    });

    public ReadOnlyMemory<byte>? Get(string table, ReadOnlyMemory<byte> key) => Read(() =>
        tables.TryGetValue(table, out var id) && commands.Get(id, key) is { } value ? value : default(ReadOnlyMemory<byte>?));

    public List<StateEntry> Page(string table, int partition, byte[]? after, int size) => Read(() =>
        tables.TryGetValue(table, out var id) ? commands.Page(id, partition, after, size) : []);

    public Position? PositionOf(string topic) => Read(() => commands.GetPosition(topic));

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            commands.Dispose();
            connection.Dispose();
        }
    }

    private void Apply(in StateChange change)
    {
        if (!tables.TryGetValue(change.Table, out var id))
        {
            if (change.Value is null) return;
            tables[change.Table] = id = commands.AddTable(change.Table);
        }

        if (change.Value is { } value) commands.Put(id, change.Key, value);
        else commands.Remove(id, change.Key);
    }

    private void CreateTables()
    {
        using var command = connection.CreateCommand();
        // NORMAL: a power cut may take the last transactions, never half of one; what is missing is read from the topic again.
        command.CommandText =
            $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA cache_size = -8192;
            PRAGMA journal_size_limit = 16777216;
            CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
            CREATE TABLE IF NOT EXISTS state (tbl INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, key)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL, topic_id TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS meta (format INTEGER PRIMARY KEY CHECK (format = {Format}), identity TEXT NOT NULL, applied INTEGER NOT NULL, at INTEGER NOT NULL);
            INSERT OR IGNORE INTO meta VALUES ({Format}, '', 0, 0);
            """;
        command.ExecuteNonQuery();
    }

    private void Write(Action write) => Read(() =>
    {
        using var transaction = connection.BeginTransaction();
        commands.Enlist(transaction);
        try
        {
            write();
            transaction.Commit();
        }
        finally
        {
            commands.Enlist(null);
        }

        return true;
    });

    private T Read<T>(Func<T> read)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            try
            {
                return read();
            }
            catch (SqliteException e)
            {
                throw Fail.Cache(path, e);
            }
        }
    }
}
