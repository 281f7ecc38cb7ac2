using System.Globalization;
using System.Runtime.CompilerServices;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>The first pass over a delivery: complete? reconciled? how many broken? and, for a full extract, what is to be done with each record.</summary>
internal sealed class DeliveryJudge(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease)
{
    private readonly Fingerprint128 _versions = ExtractState.VersionsOf(flow.Mapper);

    public async Task<DeliveryVerdict> JudgeAsync(IDeliveryReader reader, CancellationToken cancellationToken)
    {
        using var sorter = flow.FullExtract ? new ExternalSorter(environment.ScratchFolder) : null;
        var (bad, unreadable) = await ReadAllAsync(reader, sorter, cancellationToken);
        var digest = reader.Digest ?? throw new InvalidOperationException("A delivery was read to its end without a digest.");
        if (sorter is null) return Verdict(digest, bad, unreadable, null, null);

        // More duplicates than broken records may be: the extract is refused anyway, so they need not all be remembered.
        var maxDuplicates = (long)(digest.Records * flow.MaxBadPercent / 100) + 1;
        var vanished = new VanishedKeys(environment.ScratchFolder);
        try
        {
            var comparison = await ExtractComparison.RunAsync(
                sorter, digest.Records, StateAsync(cancellationToken), _versions, maxDuplicates, vanished, cancellationToken);
            return Verdict(digest, bad + comparison.Duplicates.Count, unreadable, comparison, vanished);
        }
        catch
        {
            vanished.Dispose();
            throw;
        }
    }

    private async Task<(long Bad, long Unreadable)> ReadAllAsync(IDeliveryReader reader, ExternalSorter? sorter, CancellationToken cancellationToken)
    {
        long bad = 0, unreadable = 0;
        var judge = new BatchJudge(flow.Mapper, sorter is not null);
        await reader.OpenAsync(null, cancellationToken);
        for (var end = false; !end;)
        {
            using var batch = await reader.ReadAsync(environment.BatchSize, cancellationToken);
            end = batch.IsEnd;
            foreach (var record in judge.Judge(batch.Records))
            {
                if (record.IsBad) bad++;
                if (record.IsUnreadable) unreadable++;
                else sorter?.Add(record.Entry);
            }
        }

        return (bad, unreadable);
    }

    /// <summary>The keys of the last extract, merged with those of them that wait to be deleted; both lie sorted by the same hash.</summary>
    private async IAsyncEnumerable<ExtractState> StateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var held = lease.ScanAsync(environment.Topics.Held(flow.Name), cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await held.MoveNextAsync();
        await foreach (var entry in lease.ScanAsync(environment.Topics.Extract(flow.Name), cancellationToken))
        {
            while (more && held.Current.Key.Span.SequenceCompareTo(entry.Key.Span) < 0) more = await held.MoveNextAsync();
            yield return ExtractState.Read(entry) with { IsHeld = more && held.Current.Key.Span.SequenceEqual(entry.Key.Span) };
        }
    }

    private DeliveryVerdict Verdict(DeliveryDigest digest, long bad, long unreadable, ExtractComparison? comparison, VanishedKeys? vanished)
    {
        var objections = new List<Failure>();
        if (digest.Failure is not null) objections.Add(digest.Failure);
        if (Exceeds(bad, digest.Records, flow.MaxBadPercent))
        {
            objections.Add(Objection(StageCodes.TooManyBad, bad, digest.Records, "records are broken", flow.MaxBadPercent, "maxBadPercent"));
        }

        if (comparison is not null && Exceeds(comparison.Missing, comparison.Before, flow.MaxVanishedPercent))
        {
            objections.Add(Objection(StageCodes.TooManyVanished, comparison.Missing, comparison.Before, "keys have vanished", flow.MaxVanishedPercent, "maxVanishedPercent"));
        }

        return new DeliveryVerdict(digest, bad, unreadable, comparison, vanished, objections);
    }

    private static bool Exceeds(long part, long whole, decimal percent) => part > 0 && part * 100m > whole * percent;

    private static Failure Objection(ErrorCode code, long part, long whole, string what, decimal limit, string option) => new()
    {
        Code = code,
        Message = string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} {what}; the flow allows {limit} %."),
        Remedy = $"Look at the delivery with the sender. If it is right, accept it with 'passerelle files accept', or raise {option} in the flow.",
        Expected = string.Create(CultureInfo.InvariantCulture, $"at most {limit} %"),
        Found = string.Create(CultureInfo.InvariantCulture, $"{part} of {whole}"),
    };
}
