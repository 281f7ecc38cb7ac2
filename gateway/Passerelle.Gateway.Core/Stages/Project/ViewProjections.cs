using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Normalise;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.Gateway.Core.Stages.Project;

/// <summary>The operator's views: documents by id, kept as they stand on the log.</summary>
internal sealed class ViewProjection(string view, string topic, string group, Func<LogEvent, ViewEntry> toEntry) : IProjection
{
    public string Name { get; } = ProjectionName.OfView(view);

    public string Topic { get; } = topic;

    public string Group { get; } = group;

    public static ViewProjection DeadLetters(TopicNames topics) => new(ViewNames.DeadLetters, topics.DeadLetters, $"{topics.DeadLetters}.view", e =>
    {
        var letter = DeadLetter.FromJson(e.Value!.Value.Span);
        return new ViewEntry(ViewNames.DeadLetters, letter.Id, letter.Flow, letter.State.ToString().ToLowerInvariant(), letter.Fingerprint, letter.FailedAt, e.Value);
    });

    public static ViewProjection Deliveries(TopicNames topics) => new(ViewNames.Deliveries, topics.Deliveries, $"{topics.Deliveries}.view", e =>
    {
        var delivery = JsonSerializer.Deserialize(e.Value!.Value.Span, StageJson.Default.DeliveryRecord)!;
        return new ViewEntry(ViewNames.Deliveries, delivery.Id, delivery.Flow, delivery.Phase.ToString().ToLowerInvariant(), delivery.Name, delivery.StartedAt, e.Value);
    });

    public ProjectionBatch ToBatch(IReadOnlyList<LogEvent> events, int partition, long from) => new(Name, partition, from, events[^1].Offset + 1)
    {
        Views = [.. events.Select(e => e.Value is null ? Removed(e) : toEntry(e))],
    };

    private ViewEntry Removed(LogEvent e) => new(view, Encoding.UTF8.GetString(e.Key.Span), "", "", "", e.AppendedAt, null);
}

/// <summary>Names of the operator's views in the read store.</summary>
public static class ViewNames
{
    public const string DeadLetters = "dead-letters";
    public const string Deliveries = "deliveries";

    /// <summary>The state of a dead letter that waits for an operator.</summary>
    public const string OpenState = "open";
}
