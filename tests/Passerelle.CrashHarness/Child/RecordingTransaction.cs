using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.CrashHarness.Child;

internal sealed class RecordingTransaction(ILogTransaction inner, RecordingLease lease, FlightRecorder flight, StageLabels labels) : ILogTransaction
{
    private Mark? _batch = labels.Batch is { } batch ? flight.Enter(batch) : null;
    private Mark? _sweep;
    private Mark? _release;
    private Label? _next;

    public void Append(in LogAppend entry)
    {
        if (labels.IsSweep(entry)) _sweep ??= flight.Enter(Label.IngestSweep);
        if (StageLabels.IsRelease(entry)) _release ??= flight.Enter(Label.NormaliseRelease);
        if (labels.Ingest) _next = StageLabels.NextOf(entry) ?? _next;
        inner.Append(entry);
    }

    public void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value)
    {
        if (labels.IsSweep(table, value is null)) _sweep ??= flight.Enter(Label.IngestSweep);
        inner.Put(table, key, value);
    }

    public void Advance(string topic, long next) => inner.Advance(topic, next);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (_batch is not null && labels.Batch is { } batch) await flight.HoldAsync(batch, Hold.AtEnter);
        if (_sweep is not null) await flight.HoldAsync(Label.IngestSweep, Hold.AtEnter);
        if (_release is not null) await flight.HoldAsync(Label.NormaliseRelease, Hold.AtEnter);
        _batch?.Dispose();
        using var sweeping = _sweep is null ? null : await flight.EnterAsync(Label.SweepCommit);
        using var committing = labels.Commit is { } commit ? await flight.EnterAsync(commit) : null;
        await inner.CommitAsync(cancellationToken);
        if (sweeping is not null) await sweeping.LeaveAsync();
        if (committing is not null) await committing.LeaveAsync();
        _sweep?.Dispose();
        if (_release is not null) await _release.LeaveAsync();
        await lease.CommittedAsync(_next);
    }

    public ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        _sweep?.Dispose();
        _release?.Dispose();
        return inner.DisposeAsync();
    }
}
