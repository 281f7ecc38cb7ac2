using Passerelle.Gateway.Embedded.Sqlite;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Somebody who waits for the writer. What they want is taken or cancelled, never both.</summary>
internal abstract class Waiting
{
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    public Task Completion => completion.Task;

    public bool TryTake() => Interlocked.CompareExchange(ref taken, 1, 0) == 0;

    public void Cancel(CancellationToken token)
    {
        if (TryTake()) completion.TrySetCanceled(token);
    }

    public virtual void Succeed() => completion.TrySetResult();

    /// <summary>Nothing was written.</summary>
    public virtual void Fail(Exception error) => completion.TrySetException(error);

    /// <summary>The commit itself failed: what it wrote may be found after a crash all the same.</summary>
    public virtual void Doubt(Exception error) => Fail(error);
}

/// <summary>Something that the writer does.</summary>
internal abstract class WriteRequest : Waiting
{
    public virtual long Bytes => 0;

    /// <summary>Inside the database transaction, on the writer's thread. What it throws undoes this request alone.</summary>
    public abstract void Apply(WriterSession session);

    /// <summary>The changes in memory that <see cref="Apply"/> made are taken back.</summary>
    public virtual void Undo()
    {
    }

    /// <summary>After the sync: shows the changes to others.</summary>
    public virtual void Publish()
    {
    }
}

/// <summary>A rare write, given as a function.</summary>
internal sealed class WriteJob(Action<WriterSession> apply, Action? publish = null) : WriteRequest
{
    public override void Apply(WriterSession session) => apply(session);

    public override void Publish() => publish?.Invoke();
}

/// <summary>The writer's connection and its compiled statements.</summary>
internal sealed class WriterSession(Database database)
{
    public Database Database => database;

    public Statement InsertBatch { get; } = database.Prepare(
        """
        INSERT INTO batch (topic, partition, base_offset, last_offset, count, appended_at, newest_at, bytes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """);

    public Statement DeleteBatch { get; } = database.Prepare("DELETE FROM batch WHERE id = ?1");

    public Statement SetNext { get; } = database.Prepare(
        "INSERT INTO partition (topic, partition, next, cleaned) VALUES (?1, ?2, ?3, 0) ON CONFLICT DO UPDATE SET next = excluded.next");

    public Statement SetCleaned { get; } = database.Prepare("UPDATE partition SET cleaned = ?3 WHERE topic = ?1 AND partition = ?2");

    public Statement PutState { get; } = database.Prepare(
        "INSERT INTO state (name, partition, key, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = excluded.value");

    public Statement RemoveState { get; } = database.Prepare("DELETE FROM state WHERE name = ?1 AND partition = ?2 AND key = ?3");

    public Statement SetPosition { get; } = database.Prepare(
        "INSERT INTO position (topic, partition, grp, next) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET next = excluded.next");

    public Statement AddPosition { get; } = database.Prepare(
        "INSERT INTO position (topic, partition, grp, next) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    /// <summary>The newest epoch of each lease. Only the writer's thread looks here, so a check cannot race with a take-over.</summary>
    public Dictionary<(string Group, string Topic, int Partition), long> Epochs { get; } = [];

    public void Insert(TopicPartition partition, long baseOffset, long lastOffset, int count, long oldest, long newest, byte[] blob) =>
        InsertBatch.Bind(1, partition.TopicId).Bind(2, partition.Index).Bind(3, baseOffset).Bind(4, lastOffset).Bind(5, count)
            .Bind(6, oldest).Bind(7, newest).Bind(8, blob).Run();
}
