using System.Globalization;
using System.Text;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Parking;

/// <summary>The parked keys of one partition: kept in memory, written in the transaction of what changes them. What waits is on the parked log.</summary>
/// <remarks>About 200 bytes a parked key, however much waits behind it. The index holds where on the log each waiting message stands,
/// so that letting one key go reads no other's messages.</remarks>
internal sealed class ParkingLot(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease)
{
    private readonly string _keysTable = environment.Topics.ParkedKeys(flow.Name);
    private readonly string _index = environment.Topics.Waiting(flow.Name);
    private readonly string _queued = environment.Topics.QueuedLetters(flow.Name);
    private readonly string _log = environment.Topics.Parked(flow.Name);
    private readonly Dictionary<string, ParkedKey> _keys = [];
    private readonly HashSet<string> _releasing = [];
    private readonly HashSet<string> _changed = [];
    private readonly Dictionary<string, bool> _queuedNow = [];
    private long? _end;

    /// <summary>Keys whose head is settled and whose messages are being let go.</summary>
    public IReadOnlyCollection<string> Releasing => _releasing;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _keys.Clear();
        _releasing.Clear();
        Forget();
        await foreach (var entry in lease.ScanAsync(_keysTable, cancellationToken))
        {
            var parked = ParkedKey.FromJson(entry.Value.Span);
            _keys[parked.Key] = parked;
            if (parked.IsReleasing) _releasing.Add(parked.Key);
        }
    }

    public ParkedKey? Find(string key) => _keys.GetValueOrDefault(key);

    /// <summary>The key waits behind this dead letter from now on; what waited already goes on waiting.</summary>
    public void Park(string key, DeadLetter head)
    {
        var parked = _keys.GetValueOrDefault(key) ?? new ParkedKey { Flow = flow.Name, Key = key, Since = environment.Time.GetUtcNow() };
        _keys[key] = parked with { Head = head.Id, HeadSequence = head.Sequence, HeadAttempts = head.Attempts };
        _releasing.Remove(key);
        _changed.Add(key);
    }

    /// <summary>The head is settled: what waits is let go, or the key is free.</summary>
    public void Settle(string key)
    {
        if (!_keys.TryGetValue(key, out var parked)) return;
        _changed.Add(key);
        _releasing.Remove(key);
        if (parked.Waiting == 0)
        {
            _keys.Remove(key);
            return;
        }

        _keys[key] = parked with { Head = "", HeadAttempts = 0 };
        _releasing.Add(key);
    }

    /// <summary>Puts an event of a parked key behind those that wait already.</summary>
    public async ValueTask WaitAsync(ILogTransaction transaction, string key, LogEvent source, CancellationToken cancellationToken)
    {
        // Only the owner of the partition writes here, so what it appends now stands at the end or, where offsets have gaps, behind it.
        _end ??= await environment.Log.EndAsync(_log, lease.Partition, cancellationToken);
        var parked = _keys[key];
        var from = new LogHeader(HeaderNames.ParkedFrom, Encoding.ASCII.GetBytes(source.Offset.ToString(CultureInfo.InvariantCulture)));
        transaction.Append(new LogAppend(_log, lease.Partition, WaitingKey.OnLog(key, parked.Next), source.Value, [.. source.Headers, from]));
        transaction.Put(_index, WaitingKey.InIndex(key, parked.Next), WaitingKey.Offset(_end.Value));
        _end++;
        _keys[key] = parked with { Next = parked.Next + 1 };
        _changed.Add(key);
    }

    /// <summary>Takes the first waiting message of a key out.</summary>
    public void Take(ILogTransaction transaction, string key)
    {
        var parked = _keys[key];
        transaction.Append(new LogAppend(_log, lease.Partition, WaitingKey.OnLog(key, parked.First), null, []));
        transaction.Put(_index, WaitingKey.InIndex(key, parked.First), null);
        _keys[key] = parked with { First = parked.First + 1 };
        _changed.Add(key);
    }

    /// <summary>Remembers a dead letter of ingest that waits in the middle of its key's messages: open, but not the head.</summary>
    public void Queue(ILogTransaction transaction, string id)
    {
        transaction.Put(_queued, Encoding.ASCII.GetBytes(id), "1"u8.ToArray());
        _queuedNow[id] = true;
    }

    public void Unqueue(ILogTransaction transaction, string id)
    {
        transaction.Put(_queued, Encoding.ASCII.GetBytes(id), null);
        _queuedNow[id] = false;
    }

    public async ValueTask<bool> IsQueuedAsync(string id, CancellationToken cancellationToken) =>
        _queuedNow.TryGetValue(id, out var queued)
            ? queued
            : await lease.GetAsync(_queued, Encoding.ASCII.GetBytes(id), cancellationToken) is not null;

    /// <summary>Where on the parked log a waiting message stands, or shortly before it.</summary>
    public async ValueTask<long?> OffsetAsync(string key, long number, CancellationToken cancellationToken) =>
        await lease.GetAsync(_index, WaitingKey.InIndex(key, number), cancellationToken) is { Length: sizeof(long) } bytes
            ? System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes.Span)
            : null;

    public void Write(ILogTransaction transaction)
    {
        foreach (var key in _changed)
        {
            if (_keys.TryGetValue(key, out var parked)) transaction.Put(_keysTable, Encoding.ASCII.GetBytes(key), parked.ToJson());
            else transaction.Put(_keysTable, Encoding.ASCII.GetBytes(key), null);
        }

        Forget();
    }

    private void Forget()
    {
        _changed.Clear();
        _queuedNow.Clear();
        _end = null;
    }
}
