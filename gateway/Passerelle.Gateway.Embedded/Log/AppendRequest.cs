using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>One caller's event on its way to the writer.</summary>
internal sealed class WaitingAppend(TopicPartition partition, LogAppend entry) : Waiting
{
    public TopicPartition Partition => partition;

    public LogAppend Entry => entry;

    public override void Doubt(Exception error) => Fail(Errors.Fail.AppendUnclear(entry.Topic, entry.Partition, error));
}

/// <summary>Events of many callers that the writer puts on the disk together. Takes more of them until the writer comes to it.</summary>
internal sealed class AppendRequest(InFlightLimit limit, EmbeddedOptions options, TimeProvider time) : WriteRequest
{
    // A full one waits in line like any transaction, so that others get their turn between two of them.
    private const int MaxEvents = 2000;
    private const long MaxBytes = 4 * 1024 * 1024;
    private readonly Lock gate = new();
    private readonly List<WaitingAppend> all = [];
    private readonly BatchPlacement placement = new();
    private long bytes;
    private bool closed;
    private bool settled;

    public override long Bytes => Volatile.Read(ref bytes);

    /// <summary>False when it is full, or the writer has begun with it.</summary>
    public bool TryAdd(WaitingAppend append, long size)
    {
        lock (gate)
        {
            if (closed || all.Count == MaxEvents || (all.Count > 0 && bytes + size > MaxBytes)) return false;
            all.Add(append);
            bytes += size;
            return true;
        }
    }

    public override void Apply(WriterSession session)
    {
        Close();
        var batches = new List<EncodedBatch>();
        foreach (var appends in all.Where(a => a.TryTake()).GroupBy(a => a.Partition))
        {
            EncodedBatch.AddTo(batches, appends.Key, [.. appends.Select(a => a.Entry)], options.BatchBytes);
        }

        placement.Insert(session, batches, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public override void Undo() => placement.Undo();

    public override void Publish() => placement.Publish();

    public override void Succeed() => Settle(a => a.Succeed());

    public override void Fail(Exception error) => Settle(a => a.Fail(error));

    public override void Doubt(Exception error) => Settle(a => a.Doubt(error));

    /// <summary>A request that failed alone is told of its group's failure too: the first word holds.</summary>
    private void Settle(Action<WaitingAppend> outcome)
    {
        if (settled) return;
        settled = true;
        Close();
        limit.Leave(all.Count, bytes);
        foreach (var append in all) outcome(append);
        all.Clear();
    }

    private void Close()
    {
        lock (gate) closed = true;
    }
}
