using System.Text.Json;
using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.CrashHarness.Child;

/// <summary>Which labels the calls of one stage get, told from its group's name.</summary>
/// <param name="Batch">From begin to commit.</param>
/// <param name="Commit">In the commit.</param>
/// <param name="After">From the commit to the next read.</param>
internal sealed record StageLabels(bool Ingest, bool Project, Label? Batch, Label? Commit, Label? After)
{
    public static StageLabels Of(string group) => group switch
    {
        _ when group.EndsWith(".ingest", StringComparison.Ordinal) => new(true, false, Label.IngestBatch, Label.IngestCommit, null),
        _ when group.EndsWith(".normalise", StringComparison.Ordinal) => new(false, false, Label.NormaliseBatch, Label.NormaliseCommit, Label.NormaliseAfter),
        _ when group.EndsWith(".view", StringComparison.Ordinal) => new(false, true, null, null, null),
        _ => new(false, true, null, Label.ProjectAcknowledge, null),
    };

    /// <summary>What reading something of this topic begins.</summary>
    public Label? OfRead(string topic)
    {
        if (Project) return Commit is null ? null : Label.ProjectBatch;
        if (Ingest) return topic.Contains(".ingest.", StringComparison.Ordinal) ? Label.IngestReplay : null;
        return topic.Contains(".requests.", StringComparison.Ordinal) ? Label.NormaliseReplay : null;
    }

    /// <summary>A deletion, or one that is held back.</summary>
    public bool IsSweep(in LogAppend entry) => Ingest && entry.Headers.Any(h => h.Name == "psr-operation" && h.Value.Span.SequenceEqual("v"u8));

    public bool IsSweep(string table, bool removed) => Ingest && !removed && table.EndsWith(".held", StringComparison.Ordinal);

    /// <summary>A waiting message is taken out.</summary>
    public static bool IsRelease(in LogAppend entry) => entry.Value is null && entry.Topic.Contains(".parked.", StringComparison.Ordinal);

    /// <summary>What ingest does once this delivery is committed; null when that needs no label of its own.</summary>
    public static Label? NextOf(in LogAppend entry)
    {
        if (!entry.Topic.EndsWith(".deliveries", StringComparison.Ordinal) || entry.Value is not { } value) return null;
        using var document = JsonDocument.Parse(value);
        var settled = document.RootElement.TryGetProperty("settled", out var flag) && flag.GetBoolean();
        return document.RootElement.GetProperty("phase").GetString() switch
        {
            "Sweeping" => Label.IngestSweep,
            "Done" or "Skipped" or "Quarantined" when !settled => Label.IngestAcknowledge,
            _ => null,
        };
    }
}
