using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.CrashHarness.Child;

/// <summary>A lease whose reads and transactions are on record. One worker uses it, one call at a time.</summary>
internal sealed class RecordingLease(IPartitionLease inner, FlightRecorder flight, Action<string> onRead) : IPartitionLease
{
    private readonly StageLabels _labels = StageLabels.Of(inner.Group);
    private Mark? _after;
    private Mark? _requests;
    private Mark? _phase;

    public string Group => inner.Group;

    public int Partition => inner.Partition;

    public CancellationToken Revoked => inner.Revoked;

    public ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) => inner.PositionAsync(topic, cancellationToken);

    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_after is { } after) await after.LeaveAsync();
        _after = null;
        var events = await inner.ReadAsync(topic, from, maxEvents, wait, cancellationToken);
        onRead(topic);
        // An idle ingest looks for one request without taking it.
        if (events.Count > 0 && maxEvents > 1 && _labels.OfRead(topic) is { } label) _requests ??= await flight.EnterAsync(label);
        return events;
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        inner.GetAsync(table, key, cancellationToken);

    public IAsyncEnumerable<StateEntry> ScanAsync(string table, CancellationToken cancellationToken) => inner.ScanAsync(table, cancellationToken);

    public ILogTransaction Begin()
    {
        if (_labels.Project)
        {
            _requests?.Dispose();
            _requests = null;
        }

        return new RecordingTransaction(inner.Begin(), this, flight, _labels);
    }

    /// <summary>What was asked for is done; what the commit says about a delivery's phase is what ingest does next.</summary>
    internal async ValueTask CommittedAsync(Label? next)
    {
        if (_requests is { } requests) await requests.LeaveAsync();
        _requests = null;
        _phase?.Dispose();
        _phase = next is { } phase ? await flight.EnterAsync(phase) : null;
        if (_labels.After is { } label) _after = await flight.EnterAsync(label);
    }
}
