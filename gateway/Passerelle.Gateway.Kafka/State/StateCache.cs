using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>The state of one partition of one group, in a file that can be thrown away and in memory: a copy of the committed state topic up to
/// <see cref="Applied"/>.</summary>
/// <remarks>Changes wait in memory until they are worth a transaction of the file, which is written beside the work that goes on. A killed process leaves a
/// true copy of an older moment.</remarks>
internal sealed class StateCache : IDisposable
{
    /// <summary>How much may wait in memory, and be written at the same time: what a killed process has to read from the topic again.</summary>
    private const long MostPending = 8 * 1024 * 1024;
    private readonly Lock memory = new();
    private readonly Lock turn = new();
    private readonly StateFile file;
    private PendingChanges pending = new();
    private PendingChanges? leaving;
    private Task written = Task.CompletedTask;
    private bool disposed;

    private StateCache(StateFile file)
    {
        this.file = file;
        (Identity, Applied, At) = file.Meta();
    }

    /// <summary>Cluster and topic that the copy was made of; empty for a new file.</summary>
    public string Identity { get; private set; }

    /// <summary>Everything committed before this offset is in the copy.</summary>
    public long Applied { get; private set; }

    /// <summary>When the copy was last known to be complete up to <see cref="Applied"/>.</summary>
    public DateTimeOffset At { get; private set; }

    public static StateCache Open(string path)
    {
        var file = StateFile.Open(path);
        try
        {
            return new StateCache(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Empties the copy: it is to be loaded from the start of that topic.</summary>
    public void Reset(string identity)
    {
        lock (turn)
        {
            Settle();
            file.Reset(identity);
            lock (memory) pending = new PendingChanges();
            (Identity, Applied, At) = (identity, 0, DateTimeOffset.MinValue);
        }
    }

    /// <summary>Applies changes in their order, together with the offset that the copy is then complete up to. Waits while the file is two generations behind.</summary>
    /// <exception cref="PasserelleException">The file could not be written; it is tried again.</exception>
    public void Apply(IReadOnlyList<StateChange> changes, IReadOnlyDictionary<string, Position> positions, long applied, DateTimeOffset at)
    {
        lock (memory)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            foreach (var change in changes) pending.Put(change);
            foreach (var (topic, position) in positions) pending.Put(topic, position);
            (Applied, At) = (Math.Max(Applied, applied), at);
            pending.Reach(Applied, At);
            if (pending.Bytes < MostPending) return;
        }

        lock (turn) HandOver();
    }

    /// <summary>From memory at once; what is not there waits for the file while a generation is being written.</summary>
    public ReadOnlyMemory<byte>? Get(string table, ReadOnlyMemory<byte> key)
    {
        lock (memory)
        {
            if (pending.TryGet(table, key, out var value) || leaving?.TryGet(table, key, out value) == true) return Memory(value);
        }

        return Memory(file.Get(table, key));
    }

    public List<StateEntry> Page(string table, int partition, byte[]? after, int size)
    {
        Flush();
        return file.Page(table, partition, after, size);
    }

    public Position? PositionOf(string topic)
    {
        lock (memory)
        {
            if (pending.Positions.TryGetValue(topic, out var position) || leaving?.Positions.TryGetValue(topic, out position) == true) return position;
        }

        return file.PositionOf(topic);
    }

    public void Dispose()
    {
        lock (memory)
        {
            if (disposed) return;
            disposed = true;
        }

        try
        {
            Flush();
        }
        catch (PasserelleException)
        {
            // The file stays the copy of an older moment; what it lacks is read from the topic.
        }
        finally
        {
            file.Dispose();
        }
    }

    private void Flush()
    {
        lock (turn)
        {
            HandOver();
            Settle();
        }
    }

    /// <summary>Begins to write what waits in memory, once the file has what left it before.</summary>
    private void HandOver()
    {
        Settle();
        lock (memory)
        {
            if (pending.IsEmpty) return;
            (leaving, pending) = (pending, new PendingChanges());
        }

        BeginWrite(leaving);
    }

    /// <summary>Waits until the file has what left memory. What could not be written is written again before anything else: a later generation without the one
    /// before would be no copy of any moment.</summary>
    private void Settle()
    {
        if (written.IsFaulted && leaving is { } again) BeginWrite(again);
        written.GetAwaiter().GetResult();
    }

    private void BeginWrite(PendingChanges changes) => written = Task.Run(() =>
    {
        file.Write(changes, Identity);
        lock (memory) leaving = null;
    });

    /// <summary>Typed null: an array that is null would become an empty memory.</summary>
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;
}
