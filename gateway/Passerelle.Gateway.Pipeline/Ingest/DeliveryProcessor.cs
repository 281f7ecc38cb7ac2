using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Takes one delivery through its phases, from wherever it stands.</summary>
internal sealed class DeliveryProcessor(
    FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, IDeliverySource source, ILogger logger)
{
    private readonly DeliveryJudge _judge = new(flow, environment, lease);
    private readonly Sweeper _sweeper = new(flow, environment, lease, ledger);

    public async Task<DeliveryRecord> ProcessAsync(Delivery delivery, DeliveryRecord? record, CancellationToken cancellationToken)
    {
        record ??= await BeginAsync(delivery, cancellationToken);
        if (record.Phase == DeliveryPhase.Judging) record = await JudgeAsync(delivery, record, cancellationToken);
        else if (record.Phase is DeliveryPhase.Publishing or DeliveryPhase.Sweeping) record = await ResumeAsync(delivery, record, cancellationToken);
        return record;
    }

    private async Task<DeliveryRecord> BeginAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var number = ledger.Cursor.Deliveries + 1;
        var record = new DeliveryRecord
        {
            Id = $"{flow.Name}-{number}",
            Flow = flow.Name,
            Number = number,
            Name = delivery.Name,
            Size = delivery.Size,
            ModifiedAt = delivery.ModifiedAt,
            Phase = DeliveryPhase.Judging,
            StartedAt = environment.Time.GetUtcNow(),
        };
        await ledger.SaveAsync(ledger.Cursor with { Deliveries = number }, record, cancellationToken);
        return record;
    }

    private async Task<DeliveryRecord> JudgeAsync(Delivery delivery, DeliveryRecord record, CancellationToken cancellationToken)
    {
        using var verdict = await PassAsync(delivery, cancellationToken);
        record = record with
        {
            ContentHash = verdict.Digest.ContentHash,
            Records = verdict.Digest.Records,
            Bad = verdict.Bad,
            Unchanged = verdict.Comparison?.Unchanged ?? 0,
        };
        if (flow.FullExtract && record.ContentHash == ledger.Cursor.LastHash) return await EndAsync(record, DeliveryPhase.Skipped, [], cancellationToken);
        var objections = record.Accepted ? [] : await ObjectionsAsync(delivery, verdict, cancellationToken);
        if (objections.Count > 0) return await EndAsync(record, DeliveryPhase.Quarantined, objections, cancellationToken);
        record = record with { Phase = DeliveryPhase.Publishing };
        await ledger.SaveAsync(ledger.Cursor, record, cancellationToken);
        return await PublishAsync(delivery, record, verdict, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<Failure>> ObjectionsAsync(Delivery delivery, DeliveryVerdict verdict, CancellationToken cancellationToken)
    {
        var objections = verdict.Objections.ToList();
        if ((flow.FullExtract || flow.Semantics == FlowSemantics.Delta) && ledger.Cursor.LastOrderKey is { } last && string.CompareOrdinal(delivery.OrderKey, last) < 0)
        {
            objections.Add(DeliveryObjections.Older(delivery, last));
        }

        if (!flow.FullExtract && await ledger.WasAppliedAsync(verdict.Digest.ContentHash, cancellationToken))
        {
            objections.Add(DeliveryObjections.Duplicate(delivery, verdict.Digest.ContentHash));
        }

        return objections;
    }

    /// <summary>After a crash the comparison is made again: what was published already compares as unchanged.</summary>
    private async Task<DeliveryRecord> ResumeAsync(Delivery delivery, DeliveryRecord record, CancellationToken cancellationToken)
    {
        if (!flow.FullExtract) return await PublishAsync(delivery, record, null, cancellationToken);
        using var verdict = await PassAsync(delivery, cancellationToken);
        if (verdict.Digest.ContentHash != record.ContentHash) return await ChangedAsync(record, cancellationToken);
        return record.Phase == DeliveryPhase.Sweeping
            ? await SweepAsync(delivery, record, verdict, cancellationToken)
            : await PublishAsync(delivery, record, verdict, cancellationToken);
    }

    private async Task<DeliveryRecord> PublishAsync(Delivery delivery, DeliveryRecord record, DeliveryVerdict? verdict, CancellationToken cancellationToken)
    {
        // Only now that it is accepted for good: judged again, it would be judged by other numbers.
        if (flow.FullExtract) await _sweeper.ForgetAsync(cancellationToken);
        var publisher = new DeliveryPublisher(flow, environment, lease, ledger, logger);
        await using var reader = source.Read(delivery);
        var published = await publisher.PublishAsync(reader, record, delivery.AsOf ?? delivery.ModifiedAt, verdict?.Comparison, cancellationToken);
        if (published is null) return await ChangedAsync(record, cancellationToken);
        if (ledger.Cursor.Blocked is not null) return published;
        if (verdict?.Comparison is not { Vanished: > 0 }) return await EndAsync(published, DeliveryPhase.Done, [], cancellationToken, delivery.OrderKey);
        published = published with { Phase = DeliveryPhase.Sweeping };
        await ledger.SaveAsync(ledger.Cursor, published, cancellationToken);
        return await SweepAsync(delivery, published, verdict, cancellationToken);
    }

    private async Task<DeliveryRecord> SweepAsync(Delivery delivery, DeliveryRecord record, DeliveryVerdict verdict, CancellationToken cancellationToken)
    {
        var hold = verdict.Unreadable > 0;
        record = record with { Held = 0 };
        foreach (var (key, text) in verdict.Vanished!.Read())
        {
            _sweeper.Add(key, text);
            if (_sweeper.IsFull) record = await _sweeper.FlushAsync(record, hold, cancellationToken);
        }

        record = await _sweeper.FlushAsync(record, hold, cancellationToken);
        return await EndAsync(record, DeliveryPhase.Done, [], cancellationToken, delivery.OrderKey);
    }

    private async Task<DeliveryVerdict> PassAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await using var reader = source.Read(delivery);
        return await _judge.JudgeAsync(reader, cancellationToken);
    }

    /// <summary>Puts a delivery aside that cannot be read through.</summary>
    public Task<DeliveryRecord> QuarantineAsync(DeliveryRecord record, Failure reason, CancellationToken cancellationToken) =>
        EndAsync(record, DeliveryPhase.Quarantined, [reason], cancellationToken);

    private Task<DeliveryRecord> ChangedAsync(DeliveryRecord record, CancellationToken cancellationToken) =>
        EndAsync(record, DeliveryPhase.Quarantined, [DeliveryObjections.Changed(record)], cancellationToken);

    private async Task<DeliveryRecord> EndAsync(
        DeliveryRecord record, DeliveryPhase phase, IReadOnlyList<Failure> reasons, CancellationToken cancellationToken, string? orderKey = null)
    {
        record = record with { Phase = phase, EndedAt = environment.Time.GetUtcNow(), Reasons = [.. reasons.SelectMany(DeadLetterReason.From)] };
        var cursor = phase == DeliveryPhase.Done
            ? ledger.Cursor with { LastHash = record.ContentHash, LastOrderKey = Newest(orderKey) }
            : ledger.Cursor;
        await ledger.SaveAsync(cursor, record, cancellationToken);
        return record;
    }

    /// <summary>An accepted old extract is the state from now on; an accepted old delivery of changes makes no later one early.</summary>
    private string? Newest(string? orderKey) =>
        !flow.FullExtract && string.CompareOrdinal(orderKey, ledger.Cursor.LastOrderKey) < 0 ? ledger.Cursor.LastOrderKey : orderKey;
}
