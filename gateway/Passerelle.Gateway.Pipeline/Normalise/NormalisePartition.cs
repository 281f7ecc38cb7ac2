using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>One partition of normalise at its owner: positions, open dead letters and parked keys, and the rounds that move them on.</summary>
internal sealed class NormalisePartition(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, FlowCounters counters, ILogger logger)
{
    private const int RequestsAtOnce = 100;
    private readonly string _raw = environment.Topics.Raw(flow.Name);
    private readonly string _requests = environment.Topics.Requests(flow.Name);
    private readonly OpenLetters _open = new(environment.Topics.Open(flow.Name), lease);
    private readonly ParkingLot? _lot = flow.Semantics == FlowSemantics.Delta ? new ParkingLot(flow, environment, lease) : null;
    private readonly ServedValues _served = new(environment, flow.Contract, lease.Partition);
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly ContractEvents _events = new(flow, environment.Topics);
    private readonly KeyMemory _memory = new(flow, environment.Topics, lease);
    private readonly Isolation _isolation = new();
    private WaitingMessages? _waiting;
    private long _position;
    private long _asked;
    private bool _loaded;

    /// <summary>Requests, then raw events, then what is let go: each in a transaction of its own.</summary>
    public async ValueTask RoundAsync(CancellationToken token)
    {
        if (!_loaded) await LoadAsync(token);
        var requests = await lease.ReadAsync(_requests, _asked, _isolation.IsOn ? 1 : RequestsAtOnce, TimeSpan.Zero, token);
        if (requests.Count > 0) await AnswerAsync(requests, token);
        var busy = requests.Count > 0 || _lot is { Releasing.Count: > 0 };
        var events = await lease.ReadAsync(_raw, _position, _isolation.IsOn ? 1 : environment.BatchSize, busy ? TimeSpan.Zero : environment.IdleWait, token);
        if (events.Count > 0) await NormaliseAsync(events, token);
        if (_lot is { Releasing.Count: > 0 }) await ReleaseAsync(_lot, token);
    }

    /// <summary>What was committed is the truth: after a failure nothing in memory is trusted, not even how far it came.</summary>
    private async ValueTask LoadAsync(CancellationToken token)
    {
        await _open.LoadAsync(token);
        if (_lot is not null)
        {
            await _lot.LoadAsync(token);
            _waiting = new WaitingMessages(flow, environment, _lot, lease.Partition);
        }

        _position = await lease.PositionAsync(_raw, token);
        _asked = await lease.PositionAsync(_requests, token);
        _loaded = true;
    }

    private async ValueTask NormaliseAsync(IReadOnlyList<LogEvent> events, CancellationToken token)
    {
        var next = events[^1].Offset + 1;
        var remembers = events.Any(e => new RawEvent(e).Operation is RawOperation.Recheck or RawOperation.Replay);
        await TransactAsync($"{_raw}@{events[0].Offset}", events.Count, remembers, async (order, transaction, condemned) =>
        {
            foreach (var e in events) await order.AddAsync(e, condemned, token);
            transaction.Advance(_raw, next);
            return events.Count;
        }, () => _position = next, token);
    }

    private async ValueTask AnswerAsync(IReadOnlyList<LogEvent> requests, CancellationToken token)
    {
        var next = requests[^1].Offset + 1;
        await TransactAsync($"{_requests}@{requests[0].Offset}", requests.Count, true, async (order, transaction, condemned) =>
        {
            foreach (var e in requests)
            {
                if (condemned is not null) NormaliseLog.RequestDropped(logger, flow.Name, e.Offset, condemned.Message);
                else if (OperatorRequest.Read(e) is ({ } request, { Key: not null } letter)) await order.AnswerAsync(ReplayedRecord.ToEvent(letter, e), request.Kind, letter, token);
            }

            transaction.Advance(_requests, next);
            return requests.Count;
        }, () => _asked = next, token);
    }

    private ValueTask ReleaseAsync(ParkingLot lot, CancellationToken token)
    {
        var key = lot.Releasing.First();
        return TransactAsync(
            $"{key}:{lot.Find(key)!.First}", _isolation.IsOn ? 1 : environment.BatchSize, false,
            (order, _, condemned) => ((DeltaOrder)order).ReleaseAsync(_waiting!, _isolation.IsOn ? 1 : environment.BatchSize, condemned, token),
            static () => { }, token);
    }

    /// <summary>One transaction. When it fails for an unforeseen reason, what was in it is taken again, one by one.</summary>
    private async ValueTask TransactAsync(
        string first, int most, bool remembers, Func<INormaliseOrder, ILogTransaction, Failure?, ValueTask<int>> work, Action committed, CancellationToken token)
    {
        _loaded = false;
        try
        {
            _memory.Forget();
            using var arena = new BatchArena();
            await using var transaction = lease.Begin();
            var batch = new NormaliseBatch(flow, _events, _letters, _open, _lot, _served, _memory, transaction, arena, counters, remembers);
            INormaliseOrder order = _lot is null ? new StateOrder(batch, _open) : new DeltaOrder(batch, _lot, _letters, transaction, environment.Time);
            var count = await work(order, transaction, _isolation.VerdictOn(first));
            _open.Write(transaction);
            _lot?.Write(transaction);
            await transaction.CommitAsync(token);
            _served.Committed();
            committed();
            _isolation.Passed(count);
            _loaded = true;
        }
        catch (Exception e) when (FailureKinds.IsRecords(e) && _isolation.Failed(first, most, e))
        {
            NormaliseLog.BatchFailed(logger, e, flow.Name, first, most);
            await LoadAsync(token);
        }
    }
}

internal static partial class NormaliseLog
{
    [LoggerMessage(1201, LogLevel.Warning, "Flow {Flow}: a batch of at most {Count} from {First} on failed and is taken one by one")]
    public static partial void BatchFailed(ILogger logger, Exception exception, string flow, string first, int count);

    [LoggerMessage(1202, LogLevel.Error, "Flow {Flow}: the request at offset {Offset} cannot be carried out: {Reason}")]
    public static partial void RequestDropped(ILogger logger, string flow, long offset, string reason);
}
