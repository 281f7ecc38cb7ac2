using Npgsql;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Postgres.Errors;

namespace Passerelle.Gateway.Postgres.Connections;

/// <summary>The pool. What the database says comes out as our own errors; after a lost connection the pool is emptied.</summary>
internal sealed class PostgresSource : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly string where;

    public PostgresSource(PostgresOptions options)
    {
        var settings = ConnectionSettings.Build(options);
        where = $"Database '{settings.Database ?? settings.Username}' at {settings.Host}";
        try
        {
            source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw Fail.BadConnection("its settings do not go together");
        }
    }

    /// <summary>Runs what may be run again: an idle connection that a restart of the server has killed costs the caller nothing.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(read, cancellationToken);
        }
        catch (PasserelleException e) when (e.Code == PostgresCodes.Unreachable)
        {
            return await RunAsync(read, cancellationToken);
        }
    }

    /// <summary>Runs once: whether a lost commit counts is for the caller to find out.</summary>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        }
        catch (Exception e) when (DatabaseFailure.IsFromDatabase(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var worded = DatabaseFailure.Word(e, where);
            // The other connections lead to the same dead or demoted server.
            if (worded.Code.Kind == FailureKind.Connection) source.Clear();
            throw worded;
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
