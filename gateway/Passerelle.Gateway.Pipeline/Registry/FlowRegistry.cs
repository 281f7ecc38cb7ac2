using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Registry;

/// <summary>Where the log holds anything of a flow.</summary>
internal sealed record RegisteredFlow(string Name, IReadOnlyList<RegisteredTopic> Topics, IReadOnlyList<string> Tables);

internal sealed record RegisteredTopic(string Name, int Partitions);

/// <summary>Keeps in the log the topics and state tables of every flow that was ever started: a flow that was taken out of the workspace
/// may come back, and what its messages refer to must still be there.</summary>
internal sealed class FlowRegistry(IEventLog log, TopicNames topics, int partitions)
{
    private const int PageSize = 500;

    /// <summary>Adds the flows that are new or have become other.</summary>
    public async ValueTask AddAsync(IReadOnlyCollection<FlowDefinition> flows, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        var added = flows.Select(ToEvent).Where(e => !known.TryGetValue(KeyText(e.Key), out var before) || !before.Span.SequenceEqual(e.Value!.Value.Span)).ToList();
        if (added.Count > 0) await log.AppendAsync(added, cancellationToken);
    }

    /// <summary>All of them, the present ones included.</summary>
    public async ValueTask<IReadOnlyList<RegisteredFlow>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync(cancellationToken)).Values.Select(json => JsonSerializer.Deserialize(json.Span, RegistryJson.Default.RegisteredFlow)!)];

    private async ValueTask<Dictionary<string, ReadOnlyMemory<byte>>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        await foreach (var page in log.PagesAsync(topics.Flows, 0, PageSize, cancellationToken))
        {
            foreach (var e in page.Where(e => e.Value is not null)) known[KeyText(e.Key)] = e.Value!.Value.ToArray();
        }

        return known;
    }

    private LogAppend ToEvent(FlowDefinition flow)
    {
        var document = new RegisteredFlow(
            flow.Name,
            [.. topics.TopicsOf(flow, partitions).Select(t => new RegisteredTopic(t.Name, t.Partitions))],
            topics.StateTables(flow.Name, flow.Contract));

        // A flow that moved to another contract left something with the old one.
        return new LogAppend(
            topics.Flows, 0, Encoding.UTF8.GetBytes($"{flow.Name} {topics.Contract(flow.Contract)}"),
            JsonSerializer.SerializeToUtf8Bytes(document, RegistryJson.Default.RegisteredFlow), []);
    }

    private static string KeyText(ReadOnlyMemory<byte> key) => Encoding.UTF8.GetString(key.Span);
}
