using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Migration;

/// <summary>Copies the events of topics, partition by partition and in order.</summary>
internal sealed class EventCopy(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment from, GatewayEnvironment to)
{
    private const int PageSize = 500;
    private const long MostBytes = 1024 * 1024;
    private readonly HashSet<string> _contracts = [.. flows.Select(f => to.Topics.Contract(f.Contract))];
    private readonly HashSet<string> _left = [.. flows.SelectMany(f => (string[])
        [to.Topics.Raw(f.Name), to.Topics.Requests(f.Name), to.Topics.Ingest(f.Name), to.Topics.ProjectRequests(f.Contract)])];

    /// <summary>What was consumed stays behind.</summary>
    public bool Carries(TopicSpec topic) => !_left.Contains(topic.Name);

    /// <returns>How many events.</returns>
    public async Task<long> RunAsync(TopicSpec topic, CancellationToken cancellationToken)
    {
        var count = 0L;
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            await foreach (var page in from.Log.PagesAsync(topic.Name, partition, PageSize, cancellationToken))
            {
                foreach (var chunk in Chunks(page)) await to.Log.AppendAsync(chunk, cancellationToken);
                count += page.Count;
            }
        }

        return count;
    }

    private IEnumerable<List<LogAppend>> Chunks(IReadOnlyList<LogEvent> events)
    {
        var (chunk, bytes) = (new List<LogAppend>(), 0L);
        foreach (var e in events)
        {
            var copy = Copy(e);
            chunk.Add(copy);
            bytes += (copy.Value?.Length ?? 0) + copy.Key.Length + copy.Headers.Sum(h => (long)h.Value.Length);
            if (bytes < MostBytes) continue;
            yield return chunk;
            (chunk, bytes) = ([], 0);
        }

        if (chunk.Count > 0) yield return chunk;
    }

    private LogAppend Copy(LogEvent e)
    {
        var value = e.Topic == to.Topics.DeadLetters && e.Value is { } json ? MigratedLineage.Mark(DeadLetter.FromJson(json.Span)).ToJson() : e.Value;
        var headers = _contracts.Contains(e.Topic)
            ? [.. e.Headers.Select(h => h.Name == HeaderNames.Lineage ? new LogHeader(h.Name, MigratedLineage.Mark(h.Value)) : h)]
            : e.Headers;
        return new LogAppend(e.Topic, e.Partition, e.Key, value, headers);
    }
}
