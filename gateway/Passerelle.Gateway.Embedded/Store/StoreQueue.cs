using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>Batches that wait for the store's one writer.</summary>
internal sealed class StoreQueue
{
    // A group's dirty pages must fit the writer's cache, or they are written before the commit and again with it.
    private const int MaxRows = 10_000;
    private readonly ConcurrentQueue<StoreRequest> waiting = new();

    public void Add(StoreRequest request) => waiting.Enqueue(request);

    /// <summary>The next group in order; empty when none waits.</summary>
    public List<StoreRequest> Take()
    {
        var group = new List<StoreRequest>();
        for (var rows = 0; rows < MaxRows && waiting.TryDequeue(out var next);)
        {
            if (!next.TryTake()) continue;
            group.Add(next);
            rows += next.Batch.Values.Count + next.Batch.Views.Count;
        }

        return group;
    }
}

/// <summary>One batch and what became of it. Taken or cancelled, never both; read by its owner after the turn.</summary>
internal sealed class StoreRequest(ProjectionBatch batch, StoreTable? table)
{
    private Exception? error;
    private volatile bool done;
    private int taken;

    public ProjectionBatch Batch => batch;

    public StoreTable? Table => table;

    public bool Applied { get; set; }

    public bool IsDone => done;

    public bool TryTake() => Interlocked.CompareExchange(ref taken, 1, 0) == 0;

    public void Cancel() => TryTake();

    public void Succeed() => (error, done) = (null, true);

    public void Fail(Exception failure) => (error, done) = (failure, true);

    /// <summary>Whether it was applied; throws what kept it from being applied.</summary>
    public bool Result()
    {
        if (error is not null) ExceptionDispatchInfo.Throw(error);
        return Applied;
    }
}
