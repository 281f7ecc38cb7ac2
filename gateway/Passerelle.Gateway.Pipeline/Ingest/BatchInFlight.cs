using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>A batch from its reading until the log has it. Its memory is given back once nobody looks at it any more.</summary>
internal sealed class BatchInFlight(RecordBatch batch) : IAsyncDisposable
{
    public RecordBatch Batch { get; } = batch;

    /// <summary>What is to be committed; null when it could not be made, or the one before it does not tell yet from what.</summary>
    public PreparedSlice? Prepared { get; set; }

    /// <summary>The commit, after those of the batches before, or why there is none.</summary>
    public Task Commit { get; set; } = Task.CompletedTask;

    /// <summary>How flow and delivery stand when it is committed; null when nobody can go on from there.</summary>
    public (FlowCursor Cursor, DeliveryRecord Delivery)? After => Prepared is { Cursor.Blocked: null } made ? (made.Cursor, made.Delivery) : null;

    /// <summary>Its commit has failed with the one before; the batch is to be made again.</summary>
    public async ValueTask ForgetAsync()
    {
        await Commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Prepared is not null) await Prepared.DisposeAsync();
        (Prepared, Commit) = (null, Task.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        // Whether it went well was asked before, or does not matter any more.
        await ForgetAsync();
        Batch.Dispose();
    }
}

/// <summary>Records as a transaction that only has to be committed, and how flow and delivery stand afterwards.</summary>
internal sealed class PreparedSlice(ILogTransaction transaction, BatchArena arena) : IAsyncDisposable
{
    public ILogTransaction Transaction { get; } = transaction;

    public required FlowCursor Cursor { get; init; }

    public required DeliveryRecord Delivery { get; init; }

    /// <summary>Nothing in it is worth a commit.</summary>
    public required bool IsEmpty { get; init; }

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        arena.Dispose();
    }
}

/// <summary>Some records of a batch.</summary>
internal readonly record struct BatchSlice(RecordBatch Batch, int First, int Count)
{
    public int End => First + Count;

    public bool IsLast => End == Batch.Records.Count;
}
