using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Ports;

namespace Passerelle.CrashHarness.Child;

/// <summary>A lease whose reads and transactions are on record. One worker uses it, one call at a time, but for the next transaction, which may be begun
/// while one is committed.</summary>
internal sealed class RecordingLease(IPartitionLease inner, FlightRecorder flight, Diary? diary, Action<string> onRead) : ForwardingLease(inner)
{
    private readonly StageLabels _labels = StageLabels.Of(inner.Group);
    private Mark? _after;
    private Mark? _requests;
    private Mark? _phase;
    private bool _works;

    public override async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_after is { } after) await after.LeaveAsync();
        _after = null;
        var events = await Inner.ReadAsync(topic, from, maxEvents, wait, cancellationToken);
        onRead(topic);
        if (!_works) diary?.Note(Deed.Works, Group, Partition);
        _works = true;
        // An idle ingest looks for one request without taking it.
        if (events.Count > 0 && maxEvents > 1 && _labels.OfRead(topic) is { } label) _requests ??= await flight.EnterAsync(label);
        return events;
    }

    public override ILogTransaction Begin()
    {
        if (_labels.Project)
        {
            _requests?.Dispose();
            _requests = null;
        }

        return new RecordingTransaction(Inner.Begin(), this, flight, _labels);
    }

    /// <summary>What was asked for is done; what the commit says about a delivery's phase is what ingest does next.</summary>
    internal async ValueTask CommittedAsync(Label? next)
    {
        diary?.Note(Deed.Commits, Group, Partition);
        if (_requests is { } requests) await requests.LeaveAsync();
        _requests = null;
        _phase?.Dispose();
        _phase = next is { } phase ? await flight.EnterAsync(phase) : null;
        if (_labels.After is { } label) _after = await flight.EnterAsync(label);
    }
}
