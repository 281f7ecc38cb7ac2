using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The read store in one SQLite file.</summary>
internal sealed class SqliteReadStore : IReadStore, IStoreMigration
{
    private readonly ConcurrentDictionary<(string Contract, int Major), StoreTable> tables = [];
    private readonly Dictionary<StoreTable, StoreWriter> writers = [];
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly StoreQueue queue = new();
    private readonly Database database;
    private readonly ReadPool<StoreReads> reads;
    private bool disposed;

    private SqliteReadStore(Database database)
    {
        this.database = database;
        reads = new ReadPool<StoreReads>(database.Path, cacheKibibytes: 1024, d => new StoreReads(d));
        Views = new SqliteViews(reads);
    }

    public IViewStore Views { get; }

    public static SqliteReadStore Open(string path)
    {
        // NORMAL is safe here: a power cut may take the last transactions, but rows and offset together, and the log has them still.
        // Keys come in random order and each dirties a page of every index: the longer a page waits, the more changes are written with it.
        var database = Database.OpenWriter(path, "NORMAL", cacheKibibytes: 32 * 1024, checkpointPages: 16384);
        try
        {
            StoreSchema.Ensure(database);
            return new SqliteReadStore(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken) =>
        ShapeAsync(shapes, null, cancellationToken);

    public async ValueTask<IReadOnlyList<StoreStep>> PlanAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        List<StoreStep> steps = [];
        await WriteAsync(
            () =>
            {
                foreach (var shape in shapes) steps.AddRange(StoreSchema.Steps(database, new StoreTable(shape)).Select(s => s.Step));
                return false;
            },
            cancellationToken);
        return steps;
    }

    ValueTask IStoreMigration.ApplyAsync(IReadOnlyCollection<StoreShape> shapes, IProgress<StoreProgress> progress, CancellationToken cancellationToken) =>
        ShapeAsync(shapes, step => progress.Report(new(step, 0, Done: true)), cancellationToken);

    private async ValueTask ShapeAsync(IReadOnlyCollection<StoreShape> shapes, Action<StoreStep>? done, CancellationToken cancellationToken)
    {
        var wanted = shapes.Select(s => new StoreTable(s)).ToList();
        await WriteAsync(
            () =>
            {
                // A changed table makes the compiled statements stale.
                foreach (var writer in writers.Values) writer.Dispose();
                writers.Clear();
                foreach (var table in wanted) StoreSchema.Shape(database, table, done);
                return true;
            },
            cancellationToken);
        foreach (var table in wanted) tables[(table.Shape.Contract, table.Shape.Major)] = table;
    }

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) => Read(
        c => c.ExecuteScalar<long?>(PositionSql, new { projection, partition }) ?? 0, cancellationToken);

    public async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var request = new StoreRequest(batch, batch.Values.Count == 0 ? null : Table(batch.Contract, batch.Major));
        queue.Add(request);
        try
        {
            await turn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Whoever took it already will have applied it; that it is not told of is what cancelling means.
            request.Cancel();
            throw;
        }

        try
        {
            // The one before may have applied it with its own.
            if (!request.IsDone) ApplyWaiting();
        }
        finally
        {
            turn.Release();
        }

        return request.Result();
    }

    public ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var rental = reads.Rent();
        return ValueTask.FromResult(rental.Item.Get(Table(contract, major), key));
    }

    public ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        cancellationToken.ThrowIfCancellationRequested();
        using var rental = reads.Rent();
        return ValueTask.FromResult<IReadOnlyList<StoredValue>>(rental.Item.Query(Table(query.Contract, query.Major), query, cancellationToken));
    }

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken)
    {
        var table = Table(contract, major);
        return Read(c => c.ExecuteScalar<long>($"SELECT count(*) FROM {table.Quoted} WHERE deleted = 0"), cancellationToken);
    }

    /// <summary>Waits for the write that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        try
        {
            if (disposed) return;
            disposed = true;
            foreach (var writer in writers.Values) writer.Dispose();
            database.Dispose();
            reads.Dispose();
        }
        finally
        {
            turn.Release();
        }
    }

    private const string PositionSql = "SELECT next FROM position WHERE projection = @projection AND partition = @partition";

    /// <summary>One transaction for what waits: the pages that neighbours change together are written once.</summary>
    private void ApplyWaiting()
    {
        for (var group = queue.Take(); group.Count > 0; group = queue.Take())
        {
            if (TryApply(group) || group.Count == 1) continue;
            // One of them failed, and nobody knows which: each alone.
            foreach (var request in group) TryApply([request]);
        }
    }

    private bool TryApply(List<StoreRequest> group)
    {
        try
        {
            Write(() =>
            {
                foreach (var request in group) request.Applied = Apply(request.Batch, request.Table);
                return group.Exists(r => r.Applied);
            });
            foreach (var request in group) request.Succeed();
            return true;
        }
        catch (Exception e)
        {
            foreach (var request in group) request.Fail(e);
            return false;
        }
    }

    /// <summary>False, with nothing written, when the position is not where the batch begins.</summary>
    private bool Apply(ProjectionBatch batch, StoreTable? table)
    {
        var found = database.Connection.ExecuteScalar<long?>(PositionSql, new { projection = batch.Projection, partition = batch.Partition }) ?? 0;
        if (found != batch.From) return false;
        if (table is not null)
        {
            var writer = Writer(table);
            foreach (var value in batch.Values) writer.Write(value);
        }

        foreach (var entry in batch.Views) ViewTable.Write(database.Connection, entry);
        database.Connection.Execute(
            "INSERT INTO position (projection, partition, next) VALUES (@Projection, @Partition, @Next) ON CONFLICT DO UPDATE SET next = excluded.next",
            new { batch.Projection, batch.Partition, batch.Next });
        return true;
    }

    private StoreWriter Writer(StoreTable table)
    {
        if (!writers.TryGetValue(table, out var writer)) writers[table] = writer = new StoreWriter(database, table);
        return writer;
    }

    private StoreTable Table(string contract, int major) =>
        tables.TryGetValue((contract, major), out var table) ? table : throw Fail.NotPrepared(contract, major);

    private async ValueTask WriteAsync(Func<bool> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            Write(work);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>One transaction: committed when the work says true, rolled back otherwise. The caller has the turn.</summary>
    private void Write(Func<bool> work)
    {
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            database.Execute("BEGIN IMMEDIATE");
            database.Execute(work() ? "COMMIT" : "ROLLBACK");
        }
        catch (Exception e)
        {
            // SQLite has rolled back by itself after some errors.
            if (!disposed && SQLitePCL.raw.sqlite3_get_autocommit(database.Handle) == 0) SQLitePCL.raw.sqlite3_exec(database.Handle, "ROLLBACK");
            if (e is SqliteException sqlite) throw Fail.Sqlite(sqlite.SqliteExtendedErrorCode, sqlite.Message, database.Path, sqlite);
            throw;
        }
    }

    private ValueTask<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var rental = reads.Rent();
        return ValueTask.FromResult(rental.Item.Run(read));
    }
}
