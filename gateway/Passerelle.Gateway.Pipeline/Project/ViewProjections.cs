using Passerelle.Gateway.Pipeline.Ingest;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>The operator's views: documents by id, kept as they stand on the log. What is not one of ours is passed over.</summary>
internal sealed class ViewProjection(string view, string topic, Func<LogEvent, ReadOnlyMemory<byte>, ViewEntry?> toEntry, ILogger logger) : IProjection
{
    public string Name { get; } = ProjectionName.OfView(view);

    public string Topic { get; } = topic;

    public string Group { get; } = $"{topic}.view";

    /// <summary>An operator's view goes on while flows are paused.</summary>
    public IReadOnlyList<string> Flows => [];

    public IProjectLetters? Letters => null;

    public static ViewProjection DeadLetters(GatewayEnvironment environment) => new(ViewNames.DeadLetters, environment.Topics.DeadLetters, (e, json) =>
    {
        var letter = DeadLetter.FromJson(json.Span);
        return letter.Reasons is not { Count: > 0 } ? null
            : new ViewEntry(ViewNames.DeadLetters, letter.Id, letter.Flow, letter.State.ToString().ToLowerInvariant(), letter.Fingerprint, letter.FailedAt, e.Value);
    }, environment.Loggers.CreateLogger<ViewProjection>());

    public static ViewProjection Deliveries(GatewayEnvironment environment) => new(ViewNames.Deliveries, environment.Topics.Deliveries, (e, json) =>
        JsonSerializer.Deserialize(json.Span, IngestJson.Default.DeliveryRecord) is not { } delivery ? null
            : new ViewEntry(ViewNames.Deliveries, delivery.Id, delivery.Flow, delivery.Phase.ToString().ToLowerInvariant(), delivery.Name, delivery.StartedAt, e.Value),
        environment.Loggers.CreateLogger<ViewProjection>());

    public ProjectionBatch ToBatch(IReadOnlyList<LogEvent> events, int partition, long from, long next) => new(Name, partition, from, next)
    {
        Views = [.. events.Select(ToEntry).OfType<ViewEntry>()],
    };

    private ViewEntry? ToEntry(LogEvent e)
    {
        if (e.Value is not { } json) return new ViewEntry(view, Encoding.UTF8.GetString(e.Key.Span), "", "", "", e.AppendedAt, null);
        try
        {
            if (toEntry(e, json) is { } entry) return entry;
        }
        catch (JsonException)
        {
            // Somebody else wrote to the topic.
        }

        ProjectLog.NotOurs(logger, e.Topic, e.Partition, e.Offset);
        return null;
    }
}

/// <summary>Names of the operator's views in the read store.</summary>
public static class ViewNames
{
    public const string DeadLetters = "dead-letters";
    public const string Deliveries = "deliveries";

    /// <summary>The state of a dead letter that waits for an operator.</summary>
    public const string OpenState = "open";
}
