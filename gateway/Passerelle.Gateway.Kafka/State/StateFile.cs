using Microsoft.Data.Sqlite;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>The file of a copy of state. Whole generations of changes go into it, each with the offset that the copy then holds everything before.</summary>
internal sealed class StateFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> tables = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;
    private readonly StateCommands commands;
    private readonly string path;
    private bool disposed;

    private StateFile(string path)
    {
        this.path = path;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            StateSchema.Create(connection);
            commands = new StateCommands(connection);
            ReadTables();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file; one that cannot be read is deleted and begun anew.</summary>
    public static StateFile Open(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                return new StateFile(path);
            }
            catch (SqliteException)
            {
                Delete(path);
                return new StateFile(path);
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

    /// <summary>What the file was made of, up to where, and when it was last known to be complete up to there.</summary>
    public (string Identity, long Applied, DateTimeOffset At) Meta() => Use(commands.ReadMeta);

    /// <summary>Empties the file: it is to be filled from the start of that topic.</summary>
    public void Reset(string identity) => Write(() =>
    {
        commands.Clear();
        tables.Clear();
        commands.WriteMeta(identity, 0, DateTimeOffset.MinValue);
    });

    /// <summary>All or nothing.</summary>
    public void Write(PendingChanges changes, string identity) => Write(() =>
    {
        foreach (var change in changes.InOrder()) Write(change);
        foreach (var (topic, position) in changes.Positions) commands.PutPosition(topic, position);
        commands.WriteMeta(identity, changes.Applied, changes.At);
    });

    public byte[]? Get(string table, ReadOnlyMemory<byte> key) => Use(() => tables.TryGetValue(table, out var id) ? commands.Get(id, key) : null);

    public List<StateEntry> Page(string table, int partition, byte[]? after, int size) =>
        Use(() => tables.TryGetValue(table, out var id) ? commands.Page(id, partition, after, size) : []);

    public Position? PositionOf(string topic) => Use(() => commands.GetPosition(topic));

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

    private void Write(in StateChange change)
    {
        if (!tables.TryGetValue(change.Table, out var id))
        {
            if (change.Value is null) return;
            tables[change.Table] = id = commands.AddTable(change.Table);
        }

        if (change.Value is { } value) commands.Put(id, change.Key.Span, value);
        else commands.Remove(id, change.Key);
    }

    private void ReadTables()
    {
        tables.Clear();
        foreach (var (name, id) in commands.Tables()) tables[name] = id;
    }

    private void Write(Action write) => Use(() =>
    {
        // Those that a transaction added which failed are not there, unless it stands after all.
        ReadTables();
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

    private T Use<T>(Func<T> use)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            try
            {
                return use();
            }
            catch (Exception e) when (e is not (PasserelleException or ObjectDisposedException))
            {
                throw Fail.Cache(path, e);
            }
        }
    }
}
