using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Appends of many callers by the log's one writer: those that wait while it syncs go together with the next sync.</summary>
internal sealed class GroupAppender(LogWriter writer, TopicCatalog topics, TimeProvider time, EmbeddedOptions options) : IDurableAppender
{
    private readonly InFlightLimit limit = new(options.MaxAppendsInFlight, options.MaxAppendBytesInFlight);
    private readonly Lock gate = new();
    private AppendRequest? open;

    /// <remarks>Handed over is what the writer has begun with; from then on the outcome is a sync away, and is awaited.</remarks>
    public async ValueTask AppendAsync(LogAppend entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var append = new WaitingAppend(topics[entry.Topic][entry.Partition], entry);
        var size = entry.Size();
        if (size > options.MaxEventBytes) throw Fail.EventTooLarge(entry.Topic, size, options.MaxEventBytes);
        if (!limit.TryEnter(size)) throw Fail.TooManyAppends(limit);
        Add(append, size);
        await using var registration = cancellationToken.Register(() => append.Cancel(cancellationToken));
        await append.Completion;
    }

    private void Add(WaitingAppend append, long size)
    {
        lock (gate)
        {
            if (open?.TryAdd(append, size) == true) return;
            var next = new AppendRequest(limit, options, time);
            next.TryAdd(append, size);
            try
            {
                writer.Submit(next);
                open = next;
            }
            catch (ObjectDisposedException)
            {
                limit.Leave(1, size);
                throw;
            }
        }
    }
}
