using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
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
        var l = DeadLetter.FromJson(json.Span);
        return l.Reasons is not { Count: > 0 } ? null
            : new ViewEntry(ViewNames.DeadLetters, l.Id, l.Flow, ViewNames.StateOf(l.State), l.Fingerprint, l.FailedAt, e.Value);
    }, environment.Loggers.CreateLogger<ViewProjection>());

    public static ViewProjection Deliveries(GatewayEnvironment environment) => new(ViewNames.Deliveries, environment.Topics.Deliveries, (e, json) =>
        JsonSerializer.Deserialize(json.Span, IngestJson.Default.DeliveryRecord) is not { } d ? null
            : new ViewEntry(ViewNames.Deliveries, d.Id, d.Flow, ViewNames.StateOf(d.Phase), d.Name, d.StartedAt, e.Value),
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

/// <summary>Names of the operator's views in the read store, and of the states of their entries.</summary>
public static class ViewNames
{
    public const string DeadLetters = "dead-letters";
    public const string Deliveries = "deliveries";

    public static string StateOf(DeadLetterState state) => state.ToString().ToLowerInvariant();

    public static string StateOf(DeliveryPhase phase) => phase.ToString().ToLowerInvariant();
}
