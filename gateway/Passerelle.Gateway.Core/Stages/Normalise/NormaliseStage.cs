using System.Text.Json;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Events;
using Passerelle.Gateway.Core.Stages.Requests;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>Raw record → mapping → validation → contract event. Output, consumed offset and dead letters go in one log transaction.</summary>
internal sealed class NormaliseStage(FlowDefinition flow, GatewayEnvironment environment, StageMonitor monitor, FlowCounters counters)
{
    private readonly string _raw = environment.Topics.Raw(flow.Name);
    private readonly string _requests = environment.Topics.Requests(flow.Name);

    public Task RunAsync(CancellationToken cancellationToken) =>
        environment.Log.RunAsync(environment.Topics.Group(flow.Name, "normalise"), _raw, OwnAsync, cancellationToken);

    private async Task OwnAsync(IPartitionLease lease)
    {
        var token = lease.Revoked;
        var open = new OpenLetters(environment.Topics.Open(flow.Name));
        await open.LoadAsync(lease, token);
        var position = await lease.PositionAsync(_raw, token);
        var asked = await lease.PositionAsync(_requests, token);
        var served = new ServedValues(environment, flow.Contract, lease.Partition);
        while (!token.IsCancellationRequested)
        {
            var requests = await lease.ReadAsync(_requests, asked, 100, TimeSpan.Zero, token);
            var wait = requests.Count > 0 ? TimeSpan.Zero : environment.IdleWait;
            var events = await lease.ReadAsync(_raw, position, environment.BatchSize, wait, token);
            if (events.Count == 0 && requests.Count == 0) continue;
            await CommitAsync(lease, open, served, events, requests, token);
            if (events.Count > 0) position = events[^1].Offset + 1;
            if (requests.Count > 0) asked = requests[^1].Offset + 1;
            monitor.Healthy();
        }
    }

    private async ValueTask CommitAsync(
        IPartitionLease lease, OpenLetters open, ServedValues served, IReadOnlyList<LogEvent> events, IReadOnlyList<LogEvent> requests, CancellationToken token)
    {
        using var arena = new BatchArena();
        await using var transaction = lease.Begin();
        var letters = new DeadLetterFactory(flow, environment.Topics, environment.Partitions, environment.Time);
        var remembers = requests.Count > 0 || events.Any(e => new RawEvent(e).Operation is RawOperation.Recheck or RawOperation.Replay);
        var batch = new NormaliseBatch(flow, new ContractEvents(flow, environment.Topics), letters, open, served, transaction, arena, counters, remembers);
        foreach (var e in events) await batch.AddAsync(e, token);
        foreach (var request in requests) await AnswerAsync(batch, letters, open, transaction, request, token);
        open.Write(transaction);
        if (events.Count > 0) transaction.Advance(_raw, events[^1].Offset + 1);
        if (requests.Count > 0) transaction.Advance(_requests, requests[^1].Offset + 1);
        await transaction.CommitAsync(token);
    }

    private static async ValueTask AnswerAsync(
        NormaliseBatch batch, DeadLetterFactory letters, OpenLetters open, ILogTransaction transaction, LogEvent e, CancellationToken token)
    {
        if (Parse(e) is not ({ } request, { Key: { } key } letter) || !open.Contains(key, letter.Id)) return;
        if (request.Kind == RequestKind.Discard)
        {
            open.Close(key, letter.Id);
            transaction.Append(letters.ToEvent(letters.Settle(letter, DeadLetterState.Discarded)));
        }
        else if (request.Kind == RequestKind.Replay)
        {
            await batch.ReplayAsync(ReplayedRecord.ToEvent(letter, e), letter, token);
        }
    }

    private static (OperatorRequest? Request, DeadLetter? Letter) Parse(LogEvent e)
    {
        try
        {
            var request = e.Value is { } value ? OperatorRequest.FromJson(value.Span) : null;
            return (request, request?.Document is { } document ? DeadLetter.FromJson(document) : null);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
