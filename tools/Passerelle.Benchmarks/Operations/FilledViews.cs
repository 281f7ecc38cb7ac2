using System.Globalization;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Benchmarks.Operations;

/// <summary>The operator's views with deliveries of all flows, one in fifty in quarantine, and as many dead letters, a hundred of them
/// open.</summary>
internal sealed class FilledViews(IReadStore store, string[] flows)
{
    private const int Groups = 40;

    private static readonly DeadLetterReason Reason = new(
        "PSR-3101", "malformed", "The date cannot be read: '31.02.2025'.", "Send a date that exists.", "/createdOn", "yyyy-MM-dd",
        "31.02.2025", 118);

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _count;

    public static FailureSelection OneGroup { get; } = new() { Fingerprint = Fingerprint(7), State = null };

    public static FailureSelection OneLetter { get; } = new() { Ids = [LetterId(500)[..8]] };

    /// <summary>Adds what is missing to so many of each.</summary>
    public async Task GrowAsync(int count, CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Range(_count, count - _count).Chunk(1000))
        {
            var batch = new ProjectionBatch("benchmark", 0, _count, _count + chunk.Length) { Views = [.. chunk.SelectMany(Entries)] };
            var applied = await store.ApplyAsync(batch, cancellationToken);
            if (!applied) throw new InvalidOperationException("The database is not this benchmark's alone.");
            _count += chunk.Length;
        }
    }

    private IEnumerable<ViewEntry> Entries(int i)
    {
        var delivery = Delivery(i);
        var json = JsonSerializer.SerializeToUtf8Bytes(delivery, IngestJson.Default.DeliveryRecord);
        yield return new(
            ViewNames.Deliveries, delivery.Id, delivery.Flow, ViewNames.StateOf(delivery.Phase), delivery.Name, delivery.StartedAt, json);
        var letter = Letter(i);
        yield return new(
            ViewNames.DeadLetters, letter.Id, letter.Flow, ViewNames.StateOf(letter.State), letter.Fingerprint, letter.FailedAt,
            letter.ToJson());
    }

    private DeliveryRecord Delivery(int i)
    {
        var (flow, number) = (flows[i % flows.Length], (i / flows.Length) + 1);
        var started = Start.AddMinutes(i);
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{flow}-{number}"),
            Flow = flow,
            Number = number,
            Name = string.Create(CultureInfo.InvariantCulture, $"{flow}-{started:yyyyMMddHHmm}.csv"),
            Size = 1_000_000 + i,
            ModifiedAt = started,
            Phase = i % 50 == 0 ? DeliveryPhase.Quarantined : DeliveryPhase.Done,
            StartedAt = started,
            EndedAt = started.AddSeconds(30),
            ContentHash = LetterId(i) + LetterId(i + 1),
            Records = 10_000,
            Published = 120,
            Unchanged = 9_880,
            Settled = true,
        };
    }

    private DeadLetter Letter(int i) => new()
    {
        Id = LetterId(i),
        Flow = flows[i % flows.Length],
        Contract = flows[i % flows.Length],
        Stage = Stage.Normalise,
        State = i < 1000 && i % 10 == 0 ? DeadLetterState.Open : DeadLetterState.Replayed,
        Fingerprint = Fingerprint(i % Groups),
        Reasons = [Reason],
        Key = string.Create(CultureInfo.InvariantCulture, $"{i:000000000}"),
        Sequence = i,
        Origin = new("legal-units.csv", i, i + 1, i * 300L, 300),
        AsOf = Start.AddMinutes(i),
        FailedAt = Start.AddMinutes(i),
        Original = new byte[300],
        Record = new byte[400],
    };

    // In no order of time, as hashes are.
    private static string LetterId(int i) => $"{(uint)i * 2654435761u:x8}{(uint)i * 40503u:x8}{(uint)i:x16}";

    private static string Fingerprint(int group) => string.Create(CultureInfo.InvariantCulture, $"{group:x12}");
}
