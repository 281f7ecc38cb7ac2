using System.Text.Json;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Walks from a served value back to the bytes that it was made from.</summary>
internal sealed class Explanations(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment, OriginArchives archives)
{
    public async Task<Explanation?> FindAsync(string contract, string key, CancellationToken cancellationToken)
    {
        var flow = flows.FirstOrDefault(f => f.Contract.Name == contract);
        if (flow is null) return null;
        var value = await environment.Store.GetAsync(contract, flow.Contract.Version.Major, key, cancellationToken);
        if (value is null) return null;
        var (record, original, note) = await SourceAsync(value.Lineage, cancellationToken);
        return new Explanation(contract, key, value.Json?.ToArray(), value.EventId, value.Sequence, value.AsOf, value.VisibleAt,
            value.Lineage.ToArray(), record, original, note);
    }

    /// <summary>The raw event, or the replay request, that a value was made from.</summary>
    private async Task<(byte[]? Record, byte[]? Original, string? Note)> SourceAsync(
        ReadOnlyMemory<byte> lineage, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(lineage);
        var root = document.RootElement;
        if (MigratedLineage.IsOn(root)) return (null, null, $"The bytes stayed in the log that this one was migrated from: {Place(root)}.");
        var (topic, offset) = (root.GetProperty("topic").GetString()!, root.GetProperty("offset").GetInt64());
        var partition = root.GetProperty("partition").GetInt32();
        var events = await environment.Log.FetchAsync(topic, partition, offset, 1, TimeSpan.Zero, cancellationToken);
        if (events.Count == 0 || events[0].Offset != offset)
        {
            return (null, null, $"The bytes have expired: {topic} keeps nothing at offset {offset} any more.");
        }

        if (topic == environment.Topics.Requests(root.GetProperty("flow").GetString()!)
            && OperatorRequest.FromJson(events[0].Value!.Value.Span)?.Document is { } replayed)
        {
            var letter = await archives.CompleteAsync(DeadLetter.FromJson(replayed), cancellationToken);
            return (letter.Record, letter.Original, letter.OriginalNote ?? "Read from the dead letter that was replayed.");
        }

        var record = events[0].Value?.ToArray();
        if (OriginHash.Text(events[0].Header(HeaderNames.OriginalHash) ?? default) is not { } hash)
        {
            return (record, events[0].Header(HeaderNames.Original)?.ToArray(), null);
        }

        var origin = OriginText.Read(events[0].Header(HeaderNames.Origin)!.Value.Span);
        var (original, note) = await archives.FindAsync(root.GetProperty("flow").GetString()!, origin, hash, cancellationToken);
        return (record, original, note);
    }

    private static string Place(JsonElement lineage) =>
        $"{lineage.GetProperty("topic")}, partition {lineage.GetProperty("partition")}, offset {lineage.GetProperty("offset")}";
}
