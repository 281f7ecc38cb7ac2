using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Events of one partition; their offsets are relative until the writer places them.</summary>
internal sealed record EncodedBatch(TopicPartition Partition, int Count, byte[] Blob)
{
    /// <summary>Encodes the events in batches of about <paramref name="batchBytes"/> before compression.</summary>
    public static void AddTo(List<EncodedBatch> batches, TopicPartition partition, IReadOnlyList<LogAppend> events, int batchBytes)
    {
        var encoder = BatchEncoder.Rent();
        for (var (i, first) = (0, 0); i < events.Count; i++)
        {
            encoder.Add(i - first, 0, events[i]);
            if (encoder.Length < batchBytes && i + 1 < events.Count) continue;
            batches.Add(new EncodedBatch(partition, encoder.Count, encoder.Finish()));
            first = i + 1;
        }

        encoder.Return();
    }
}

/// <summary>Gives batches their offsets, inside the writer's transaction.</summary>
internal sealed class BatchPlacement
{
    private readonly Dictionary<TopicPartition, long> starts = [];

    public void Insert(WriterSession session, IEnumerable<EncodedBatch> batches, long now)
    {
        foreach (var batch in batches)
        {
            starts.TryAdd(batch.Partition, batch.Partition.Next);
            var first = batch.Partition.Next;
            session.Insert(batch.Partition, first, first + batch.Count - 1, batch.Count, now, now, batch.Blob);
            batch.Partition.Next = first + batch.Count;
        }

        foreach (var partition in starts.Keys)
        {
            session.SetNext.Bind(1, partition.TopicId).Bind(2, partition.Index).Bind(3, partition.Next).Run();
        }
    }

    public void Undo()
    {
        foreach (var (partition, start) in starts) partition.Next = start;
        starts.Clear();
    }

    public void Publish()
    {
        foreach (var partition in starts.Keys) partition.Publish();
    }
}
