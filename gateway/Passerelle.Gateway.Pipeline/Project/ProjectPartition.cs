using System.Text;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>One partition of a projection at its owner.</summary>
internal sealed class ProjectPartition(IProjection projection, GatewayEnvironment environment, IPartitionLease lease, ILogger logger)
{
    private const int RequestsAtOnce = 100;

    // Each costs a sync of the log, and nobody but compaction looks: it may lag, for it never runs ahead.
    private const int BatchesBetweenReports = 50;
    private readonly IProjectLetters? _letters = projection.Letters;
    private readonly OpenLetters _open = new(projection.Letters?.OpenTable ?? "", lease);
    private readonly Isolation _isolation = new();
    private long _position;
    private long _asked;
    private int _unreported;
    private LogOrigin? _origin;
    private bool _loaded;

    public async ValueTask RoundAsync(CancellationToken token)
    {
        if (!_loaded) await LoadAsync(token);
        _loaded = false;
        var asked = _letters is not null && await AnswerAsync(_letters, token);
        var events = await lease.ReadAsync(projection.Topic, _position, _isolation.IsOn ? 1 : environment.BatchSize, asked ? TimeSpan.Zero : environment.IdleWait, token);
        _loaded = events.Count == 0 ? await RestAsync(asked, token) : await ProjectAsync(events, token);
    }

    private async ValueTask LoadAsync(CancellationToken token)
    {
        _position = await environment.Store.PositionAsync(projection.Name, lease.Partition, token);
        _origin = await LogOrigin.CheckAsync(projection, environment, lease.Partition, token);
        if (_position > 0 && _origin.MayHaveMissed(environment.Log, environment.Time.GetUtcNow())) await RebuildAsync(_origin, token);
        if (_letters is null) return;
        await _open.LoadAsync(token);
        _asked = await lease.PositionAsync(_letters.RequestTopic, token);
        await ReconcileAsync(_letters, token);
    }

    private async ValueTask RebuildAsync(LogOrigin origin, CancellationToken token)
    {
        if (projection is not ContractProjection contract) return;
        var rebuild = new ProjectionRebuild(contract, environment, lease.Partition, logger);
        _position = await rebuild.RunAsync(_position, origin, token) ?? throw new LeaseLostException(lease.Group, lease.Partition);
    }

    /// <summary>There is nothing to apply.</summary>
    /// <returns>False when nothing in memory may be trusted any more.</returns>
    private async ValueTask<bool> RestAsync(bool asked, CancellationToken token)
    {
        if (_unreported > 0) await ReportAsync([], _position, token);

        // What was read without waiting says nothing of the moments before.
        var seen = environment.Time.GetUtcNow() - environment.IdleWait;
        if (asked || _position == 0 || !_origin!.IsDue(seen)) return true;
        if (!await environment.Store.ApplyAsync(_origin.Keep(projection.ToBatch([], lease.Partition, _position, _position), seen), token)) return false;
        _origin.Kept(seen);
        return true;
    }

    /// <summary>What became newer in the store while its dead letter could not be settled any more: the store commits first.</summary>
    private async ValueTask ReconcileAsync(IProjectLetters letters, CancellationToken token)
    {
        if (!_open.Any) return;
        await using var transaction = lease.Begin();
        foreach (var key in await _open.KeysAsync(token))
        {
            if (await letters.SequenceAsync(Encoding.ASCII.GetString(key.Span), token) is { } sequence) await SupersedeAsync(letters, transaction, key, sequence, token);
        }

        _open.Write(transaction);
        await transaction.CommitAsync(token);
    }

    /// <returns>False when nothing in memory may be trusted any more.</returns>
    private async ValueTask<bool> ProjectAsync(IReadOnlyList<LogEvent> events, CancellationToken token)
    {
        var first = $"{projection.Topic}@{events[0].Offset}";
        var next = events[^1].Offset + 1;
        try
        {
            var verdict = _isolation.VerdictOn(first);
            if (verdict is not null) await CondemnAsync(events[0], verdict, token);
            var batch = projection.ToBatch(verdict is null ? events : [], lease.Partition, _position, next);
            var seen = events[^1].AppendedAt;

            // Another owner has moved on: what the database says counts.
            if (!await environment.Store.ApplyAsync(_origin!.Keep(batch, seen), token)) return false;
            _origin.Kept(seen);
            _position = next;
            await PassedAsync(verdict is null ? events : [], next, token);
            _isolation.Passed(events.Count);
            return true;
        }
        catch (Exception e) when (FailureKinds.IsRecords(e) && _isolation.Failed(first, events.Count, e))
        {
            ProjectLog.BatchFailed(logger, e, projection.Topic, events[0].Offset, events.Count);
            await Task.Delay(environment.FirstBackoff, environment.Time, token);
            return false;
        }
    }

    /// <summary>On the log before the offset is committed: written twice, it is one.</summary>
    private async ValueTask CondemnAsync(LogEvent e, Failure failure, CancellationToken token)
    {
        // The store takes something at least, so that it is this event which it refuses.
        await environment.Store.ApplyAsync(projection.ToBatch([], lease.Partition, _position, _position), token);
        if (_letters is null)
        {
            ProjectLog.Refused(logger, e.Topic, e.Partition, e.Offset, failure.Code.Id);
            return;
        }

        var letter = await _letters.MakeAsync(e, failure, token);
        await _open.ReadAsync(e.Key, token);
        if (_open.Contains(letter.Key!, letter.Id)) return;
        await using var transaction = lease.Begin();
        Open(_letters, transaction, letter);
        await transaction.CommitAsync(token);
    }

    private async ValueTask PassedAsync(IReadOnlyList<LogEvent> events, long position, CancellationToken token)
    {
        if (_open.Any || ++_unreported >= BatchesBetweenReports) await ReportAsync(events, position, token);
    }

    /// <summary>Tells the log how far this reader has come, so that compaction drops nothing it has not seen; what became newer is settled with it.</summary>
    private async ValueTask ReportAsync(IReadOnlyList<LogEvent> events, long position, CancellationToken token)
    {
        _unreported = 0;
        if (_letters is null || !_open.Any)
        {
            await lease.PassedAsync(projection.Topic, position, token);
            return;
        }

        await using var transaction = lease.Begin();
        foreach (var e in events)
        {
            await SupersedeAsync(_letters, transaction, e.Key, ContractProjection.ToValue(e, default).Sequence, token);
        }

        _open.Write(transaction);
        transaction.Advance(projection.Topic, position);
        await transaction.CommitAsync(token);
    }

    private async ValueTask<bool> AnswerAsync(IProjectLetters letters, CancellationToken token)
    {
        var requests = await lease.ReadAsync(letters.RequestTopic, _asked, RequestsAtOnce, TimeSpan.Zero, token);
        foreach (var e in requests)
        {
            await using var transaction = lease.Begin();
            if (await FindAsync(e, token) is ({ } request, { } letter))
            {
                if (request.Kind == RequestKind.Discard) Close(letters, transaction, letter, DeadLetterState.Discarded);
                else if (request.Kind == RequestKind.Replay) await ReplayAsync(letters, transaction, letter, token);
            }

            transaction.Advance(letters.RequestTopic, e.Offset + 1);
            await transaction.CommitAsync(token);
            _asked = e.Offset + 1;
        }

        return requests.Count > 0;
    }

    /// <summary>What is asked, of which open dead letter.</summary>
    private async ValueTask<(OperatorRequest? Request, DeadLetter? Letter)> FindAsync(LogEvent e, CancellationToken token)
    {
        if (OperatorRequest.Read(e) is not ({ } request, { Key: { } key } asked)) return default;
        await _open.ReadAsync(Encoding.ASCII.GetBytes(key), token);
        return (request, _open.Find(key, asked.Id));
    }

    /// <summary>Applies the value again, with its first sequence: the store passes it over when its row is newer.</summary>
    private async ValueTask ReplayAsync(IProjectLetters letters, ILogTransaction transaction, DeadLetter letter, CancellationToken token)
    {
        try
        {
            if (!await environment.Store.ApplyAsync(letters.ToBatch(letters.ToValue(letter), lease.Partition, _position), token)) throw new LeaseLostException(lease.Group, lease.Partition);
            var now = await letters.SequenceAsync(letter.Key!, token);
            Close(letters, transaction, letter, now > letter.Sequence ? DeadLetterState.Superseded : DeadLetterState.Replayed);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            Open(letters, transaction, letter with
            {
                Attempts = letter.Attempts + 1,
                FailedAt = environment.Time.GetUtcNow(),
                Reasons = DeadLetterReason.From(FailureKinds.ToFailure(e)),
            });
        }
    }

    private void Open(IProjectLetters letters, ILogTransaction transaction, DeadLetter letter)
    {
        _open.Open(letter.Key!, letter);
        transaction.Append(letters.ToEvent(letter));
        _open.Write(transaction);
    }

    private void Close(IProjectLetters letters, ILogTransaction transaction, DeadLetter letter, DeadLetterState state)
    {
        _open.Close(letter.Key!, letter.Id);
        transaction.Append(letters.ToEvent(letters.Settle(letter, state)));
        _open.Write(transaction);
    }

    private async ValueTask SupersedeAsync(IProjectLetters letters, ILogTransaction transaction, ReadOnlyMemory<byte> key, long sequence, CancellationToken token)
    {
        await _open.ReadAsync(key, token);
        foreach (var older in _open.CloseOlder(Encoding.ASCII.GetString(key.Span), sequence, order: null)) transaction.Append(letters.ToEvent(letters.Settle(older, DeadLetterState.Superseded)));
    }
}
