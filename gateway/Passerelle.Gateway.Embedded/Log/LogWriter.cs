using System.Collections.Concurrent;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Embedded.Sqlite;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>The one writer of the log: a thread that commits whatever is waiting with one sync.</summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private const int MaxGroup = 256;
    private const long MaxGroupBytes = 32 * 1024 * 1024;
    private readonly BlockingCollection<WriteRequest> queue = [];
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Database database;
    private readonly WriterSession session;

    public LogWriter(Database database)
    {
        this.database = database;
        session = new WriterSession(database);
    }

    public long Commits { get; private set; }

    /// <summary>A thread of its own: a sync to disk must not hold a thread of the pool.</summary>
    public void Start() => new Thread(Loop) { IsBackground = true, Name = "passerelle log writer" }.Start();

    /// <summary>Completes when the request is durable. Cancelling helps only while it still waits.</summary>
    public async Task SubmitAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Submit(request);
        await using var registration = cancellationToken.Register(() => request.Cancel(cancellationToken));
        await request.Completion;
    }

    /// <summary>The request waits for its turn; what becomes of it is told to itself.</summary>
    public void Submit(WriteRequest request)
    {
        try
        {
            queue.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException("The event log");
        }
    }

    /// <summary>What was accepted is still written.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await stopped.Task;
        queue.Dispose();
        database.Dispose();
    }

    private void Loop()
    {
        var group = new List<WriteRequest>(MaxGroup);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            Collect(group, first);
            if (group.Count > 0) Commit(group);
            group.Clear();
        }

        stopped.SetResult();
    }

    private void Collect(List<WriteRequest> group, WriteRequest first)
    {
        long bytes = 0;
        var next = first;
        do
        {
            if (!next.TryTake()) continue;
            group.Add(next);
            bytes += next.Bytes;
        }
        while (group.Count < MaxGroup && bytes < MaxGroupBytes && queue.TryTake(out next!));
    }

    private void Commit(List<WriteRequest> group)
    {
        var applied = new List<WriteRequest>(group.Count);
        var committing = false;
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            foreach (var request in group)
            {
                if (TryApply(request)) applied.Add(request);
            }

            committing = true;
            database.Execute("COMMIT");
            Commits++;
        }
        catch (Exception e)
        {
            FailAll(group, applied, e, committing);
            return;
        }

        foreach (var request in applied)
        {
            request.Publish();
            request.Succeed();
        }
    }

    /// <summary>False when the request failed alone; throws when the database itself did.</summary>
    private bool TryApply(WriteRequest request)
    {
        database.Execute("SAVEPOINT request");
        try
        {
            request.Apply(session);
            database.Execute("RELEASE request");
            return true;
        }
        catch (Exception e)
        {
            request.Undo();
            // The disk is the same for all that wait: there is nothing to be saved of the group.
            if (e is PasserelleException { Code.Kind: FailureKind.Connection }) throw;
            database.Execute("ROLLBACK TO request; RELEASE request");
            request.Fail(e);
            return false;
        }
    }

    private void FailAll(List<WriteRequest> group, List<WriteRequest> applied, Exception error, bool committing)
    {
        for (var i = applied.Count - 1; i >= 0; i--) applied[i].Undo();
        // SQLite has rolled back by itself after some errors; then there is nothing left to undo.
        if (SQLitePCL.raw.sqlite3_get_autocommit(database.Handle) == 0)
        {
            try
            {
                database.Execute("ROLLBACK");
            }
            catch (PasserelleException)
            {
                // The first error says more.
            }
        }

        foreach (var request in group)
        {
            if (committing) request.Doubt(error);
            else request.Fail(error);
        }
    }
}
