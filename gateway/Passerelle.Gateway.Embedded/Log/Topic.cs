using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>A topic that exists, with what is known of its partitions in memory.</summary>
internal sealed class Topic
{
    private readonly TopicPartition[] partitions;

    public Topic(long id, TopicSpec spec)
    {
        (Id, Spec) = (id, spec);
        partitions = [.. Enumerable.Range(0, spec.Partitions).Select(p => new TopicPartition(id, spec.Name, p))];
    }

    public long Id { get; }

    public string Name => Spec.Name;

    /// <summary>Retention is policy, not shape: the last one asked for holds.</summary>
    public TopicSpec Spec { get; set; }

    public IReadOnlyList<TopicPartition> Partitions => partitions;

    public TopicPartition this[int partition] => (uint)partition < (uint)partitions.Length
        ? partitions[partition]
        : throw Fail.UnknownPartition(Name, partition, partitions.Length);
}

/// <summary>The end of a partition: a reader that has caught up waits here instead of asking the database.</summary>
internal sealed class TopicPartition(long topicId, string topic, int index)
{
    private readonly Lock gate = new();
    private long end;
    private TaskCompletionSource? waiters;

    public long TopicId => topicId;

    public string Topic => topic;

    public int Index => index;

    /// <summary>The next offset to be given out. The writer's alone; ahead of <see cref="End"/> inside a transaction.</summary>
    public long Next { get; set; }

    /// <summary>Behind the last committed event.</summary>
    public long End => Volatile.Read(ref end);

    public void Load(long next)
    {
        Next = next;
        Volatile.Write(ref end, next);
    }

    /// <summary>After commit: shows the new end and wakes the readers.</summary>
    public void Publish()
    {
        TaskCompletionSource? wake;
        lock (gate)
        {
            Volatile.Write(ref end, Next);
            (wake, waiters) = (waiters, null);
        }

        wake?.TrySetResult();
    }

    /// <summary>Completes when something at or after the offset was committed.</summary>
    public Task WaitBeyondAsync(long offset)
    {
        lock (gate)
        {
            if (end > offset) return Task.CompletedTask;
            waiters ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiters.Task;
        }
    }
}
