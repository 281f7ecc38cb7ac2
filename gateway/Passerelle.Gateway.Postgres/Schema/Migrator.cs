using Dapper;
using Npgsql;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Schema;

/// <summary>Runs the steps of a plan, one instance at a time.</summary>
internal sealed class Migrator(StoreNames names, TimeProvider time)
{
    private const int LockAttempts = 60;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Plans anew under the lock: what another instance did while this one waited is not done twice.</summary>
    public async Task RunAsync(
        NpgsqlConnection connection, IReadOnlyList<StoreTable> tables, bool removals, IProgress<StoreProgress>? progress, CancellationToken cancellationToken)
    {
        await LockAsync(connection, cancellationToken);
        try
        {
            // Building an index of a large table takes what it takes.
            await connection.ExecuteAsync("SET statement_timeout = 0");
            var state = await SchemaState.ReadAsync(connection, names, cancellationToken);
            foreach (var step in SchemaPlan.Make(names, state, tables).Where(s => removals || !s.Step.Removes))
            {
                progress?.Report(new(step.Step, 0, Done: false));
                await RunAsync(connection, step, progress, cancellationToken);
            }
        }
        finally
        {
            // A lost connection has given its lock back already.
            if (connection.State == System.Data.ConnectionState.Open)
                await connection.ExecuteAsync("SELECT pg_advisory_unlock(@key)", new { key = names.LockKey });
        }
    }

    /// <summary>Asks again and again instead of waiting in the server: whoever waits there holds a snapshot, and the owner of the lock,
    /// building an index concurrently, would wait for that snapshot in turn.</summary>
    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT pg_try_advisory_lock(@key)", new { key = names.LockKey }, cancellationToken: cancellationToken)))
        {
            await Task.Delay(LockPause, time, cancellationToken);
        }
    }

    private async Task RunAsync(NpgsqlConnection connection, MigrationStep step, IProgress<StoreProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = 0L;
        if (step.Kind == StepKind.Fill) rows = await new ColumnFill(names, step.Table!).RunAsync(connection, n => progress?.Report(new(step.Step, n, Done: false)), cancellationToken);
        else if (step.Kind == StepKind.Alone) await ExecuteAsync(connection, step.Step.Sql, cancellationToken);
        else await InTransactionAsync(connection, step.Step.Sql, cancellationToken);
        progress?.Report(new(step.Step, rows, Done: true));
    }

    /// <summary>Everything that comes after a waiting ALTER TABLE queues behind it, readers too; so it waits briefly and tries again.</summary>
    private async Task InTransactionAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await ExecuteAsync(connection, $"SET LOCAL lock_timeout = '2s'; {sql}", cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < LockAttempts)
            {
                await Task.Delay(LockPause, time, cancellationToken);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
