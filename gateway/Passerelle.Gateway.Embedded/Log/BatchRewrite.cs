using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Collects neighbouring batches whose survivors become one batch, so that many small transactions do not stay many rows.</summary>
internal sealed class BatchRewrite(TopicPartition partition, int batchBytes)
{
    private readonly List<long> sources = [];
    private readonly List<LogEvent> events = [];
    // Survivors point into the blobs they came from: few survivors of many blobs must not pin them all.
    private const long MaxSourceBytes = 8 * 1024 * 1024;
    private long bytes;
    private long sourceBytes;
    private int dropped;

    public bool IsFull => bytes >= batchBytes / 4 * 3 || sourceBytes >= MaxSourceBytes;

    public void Add(BatchRow row, int length, List<LogEvent> survivors)
    {
        sources.Add(row.Id);
        sourceBytes += length;
        foreach (var survivor in survivors) bytes += Size(survivor);
        events.AddRange(survivors);
        dropped += row.Count - survivors.Count;
    }

    /// <summary>The change for the writer, or null when the rows may stay as they are. Empty afterwards.</summary>
    public Action<WriterSession>? Take()
    {
        var unchanged = sources.Count == 0 || (sources.Count == 1 && dropped == 0);
        var ids = sources.ToArray();
        var kept = events.ToArray();
        sources.Clear();
        events.Clear();
        (bytes, sourceBytes, dropped) = (0, 0, 0);
        if (unchanged) return null;
        return session =>
        {
            foreach (var id in ids) session.DeleteBatch.Bind(1, id).Run();
            if (kept.Length > 0) Insert(session, kept);
        };
    }

    private void Insert(WriterSession session, LogEvent[] kept)
    {
        var encoder = BatchEncoder.Rent();
        var oldest = kept.Min(e => e.AppendedAt.ToUnixTimeMilliseconds());
        foreach (var e in kept)
        {
            encoder.Add(
                e.Offset - kept[0].Offset, e.AppendedAt.ToUnixTimeMilliseconds() - oldest,
                new LogAppend(e.Topic, e.Partition, e.Key, e.Value, e.Headers));
        }

        session.Insert(
            partition, kept[0].Offset, kept[^1].Offset, encoder.Count, oldest,
            kept.Max(e => e.AppendedAt.ToUnixTimeMilliseconds()), encoder.Finish());
        encoder.Return();
    }

    private static long Size(LogEvent e) => e.Key.Length + (e.Value?.Length ?? 0) + e.Headers.Sum(h => h.Name.Length + h.Value.Length);
}
