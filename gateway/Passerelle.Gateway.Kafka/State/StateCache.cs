using Microsoft.Data.Sqlite;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>The state of one partition of one group in a file that can be thrown away: a copy of the committed state topic up to <see cref="Applied"/>.</summary>
/// <remarks>Changes wait in memory until they are worth a transaction of the file. They and the offset they were read at are written together, so a killed
/// process leaves a true copy of an older moment.</remarks>
internal sealed class StateCache : IDisposable
{
    /// <summary>How much may wait in memory: what a killed process has to read from the topic again.</summary>
    private const long MostPending = 4 * 1024 * 1024;
    private readonly PendingChanges pending = new();
    private readonly List<string> addedTables = [];
    private bool behind;
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
            StateSchema.Create(connection);
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
        pending.Clear();
        commands.Clear();
        tables.Clear();
        (Identity, Applied) = (identity, 0);
        commands.WriteMeta(identity, 0, DateTimeOffset.MinValue);
    });

    /// <summary>Applies changes in their order, together with the offset that the copy is then complete up to.</summary>
    public void Apply(IReadOnlyList<StateChange> changes, IReadOnlyDictionary<string, Position> positions, long applied, DateTimeOffset at)
    {
        lock (gate)
        {
            foreach (var change in changes) pending.Put(change);
            foreach (var (topic, position) in positions) pending.Put(topic, position);
            (Applied, At, behind) = (Math.Max(Applied, applied), at, true);
            if (pending.Bytes >= MostPending) Flush();
        }
    }

    public ReadOnlyMemory<byte>? Get(string table, ReadOnlyMemory<byte> key) => Read(() =>
    {
        if (pending.TryGet(table, key, out var value)) return value;
        return tables.TryGetValue(table, out var id) && commands.Get(id, key) is { } stored ? stored : default(ReadOnlyMemory<byte>?);
    });

    public List<StateEntry> Page(string table, int partition, byte[]? after, int size)
    {
        lock (gate)
        {
            Flush();
            return Read(() => tables.TryGetValue(table, out var id) ? commands.Page(id, partition, after, size) : []);
        }
    }

    public Position? PositionOf(string topic) => Read(() => pending.Positions.TryGetValue(topic, out var position) ? position : commands.GetPosition(topic));

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            FlushIfPossible();
            disposed = true;
            commands.Dispose();
            connection.Dispose();
        }
    }

    private void Flush()
    {
        if (!behind) return;
        Write(() =>
        {
            foreach (var change in pending.InOrder()) Write(change);
            foreach (var (topic, position) in pending.Positions) commands.PutPosition(topic, position);
            commands.WriteMeta(Identity, Applied, At);
        });
    }

    private void Write(in StateChange change)
    {
        if (!tables.TryGetValue(change.Table, out var id))
        {
            if (change.Value is null) return;
            tables[change.Table] = id = commands.AddTable(change.Table);
            addedTables.Add(change.Table);
        }

        if (change.Value is { } value) commands.Put(id, change.Key.Span, value.Span);
        else commands.Remove(id, change.Key);
    }

    private void FlushIfPossible()
    {
        try
        {
            Flush();
        }
        catch (PasserelleException)
        {
            // The file stays the copy of an older moment; what it lacks is read from the topic.
        }
    }

    private void Write(Action write) => Read(() =>
    {
        using var transaction = connection.BeginTransaction();
        commands.Enlist(transaction);
        try
        {
            write();
            transaction.Commit();
            pending.Clear();
            behind = false;
        }
        catch
        {
            foreach (var name in addedTables) tables.Remove(name);
            throw;
        }
        finally
        {
            addedTables.Clear();
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
