using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Reading;

/// <summary>What has been fetched of one partition and not yet passed: contiguous from <see cref="start"/> to <see cref="covered"/>. Thread-safe.</summary>
/// <remarks>Written by the reader's thread, read by the work. A read from elsewhere asks the thread to begin there; until it has, what still
/// arrives belongs to the old place and is dropped.</remarks>
internal sealed class PartitionBuffer(string topic, int partition, Action<PartitionBuffer> changed)
{
    // Two batches of a stage in advance; many large events are fewer.
    private const int MostEvents = 4000;
    private const long MostBytes = 8 * 1024 * 1024;
    private readonly Lock gate = new();
    private readonly Queue<(LogEvent Event, long Size)> events = new();
    private long start = -1;
    private long covered = -1;
    private long bytes;
    private bool atEnd;
    private bool moving;
    private bool held;
    private Exception? failure;
    private TaskCompletionSource? waiter;

    public string Topic => topic;

    public int Partition => partition;

    /// <summary>Whether the thread has to begin at another offset, and at which.</summary>
    public long? Move
    {
        get
        {
            lock (gate) return moving ? start : null;
        }
    }

    /// <summary>The offset that the work asked for last.</summary>
    public long Wanted
    {
        get
        {
            lock (gate) return start;
        }
    }

    /// <summary>Whether the thread should fetch no more for now.</summary>
    public bool Full
    {
        get
        {
            lock (gate)
            {
                // Some distance between the two bounds: stopping throws away what the client has fetched in advance.
                held = held ? events.Count > MostEvents / 4 || bytes > MostBytes / 4 : events.Count >= MostEvents || bytes >= MostBytes;
                return held;
            }
        }
    }

    /// <summary>When everything before this offset was read and nothing is committed after it: that offset.</summary>
    public long? RestAt
    {
        get
        {
            lock (gate) return atEnd && !moving && events.Count == 0 ? covered : null;
        }
    }

    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var (found, news) = Take(from, maxEvents);
        if (found.Count > 0 || wait <= TimeSpan.Zero) return found;
        try
        {
            await news.WaitAsync(wait, cancellationToken);
        }
        catch (TimeoutException)
        {
            return [];
        }

        return Take(from, maxEvents).Found;
    }

    /// <summary>The thread has begun at that offset; when another one was asked for meanwhile, it has to move again.</summary>
    public void Moved(long at)
    {
        lock (gate) moving = start != at;
    }

    public void Add(LogEvent e)
    {
        lock (gate)
        {
            if (moving || e.Offset < covered) return;
            var size = EventDecoder.SizeOf(e);
            events.Enqueue((e, size));
            bytes += size;
            covered = e.Offset + 1;
            atEnd = false;
            Wake();
        }
    }

    public void AddEnd(long offset)
    {
        lock (gate)
        {
            if (moving || offset < covered) return;
            covered = offset;
            atEnd = true;
        }
    }

    /// <summary>The next read throws it, and the one after that begins anew.</summary>
    public void Break(Exception e)
    {
        lock (gate)
        {
            failure = e;
            Wake();
        }
    }

    private (IReadOnlyList<LogEvent> Found, Task News) Take(long from, int maxEvents)
    {
        bool tell;
        List<LogEvent> found = [];
        Task news = Task.CompletedTask;
        lock (gate)
        {
            if (failure is { } broken)
            {
                (failure, start, covered) = (null, -1, -1);
                throw broken;
            }

            var before = held;
            if (start < 0 || from < start || from > covered) Begin(from);
            start = from;
            while (events.TryPeek(out var head) && head.Event.Offset < from)
            {
                events.Dequeue();
                bytes -= head.Size;
            }

            foreach (var (e, _) in events)
            {
                if (found.Count == maxEvents) break;
                found.Add(e);
            }

            if (found.Count == 0) news = (waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            tell = moving || before;
        }

        if (tell) changed(this);
        return (found, news);
    }

    private void Begin(long from)
    {
        events.Clear();
        (start, covered, bytes, atEnd, moving) = (from, from, 0, false, true);
    }

    private void Wake()
    {
        var wake = waiter;
        waiter = null;
        wake?.TrySetResult();
    }
}
