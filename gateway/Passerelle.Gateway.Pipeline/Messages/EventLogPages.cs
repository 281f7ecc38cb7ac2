using System.Runtime.CompilerServices;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>Reading a partition from its start, without a group.</summary>
internal static class EventLogPages
{
    /// <summary>All that is committed when it is come to, in order and page by page.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<LogEvent>> PagesAsync(
        this IEventLog log, string topic, int partition, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long next = 0; ;)
        {
            var events = await log.FetchAsync(topic, partition, next, pageSize, TimeSpan.Zero, cancellationToken);
            if (events.Count == 0) yield break;
            yield return events;
            next = events[^1].Offset + 1;
        }
    }
}
