using Passerelle.Conformance;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Testing.Postgres;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>The store over a database of its own.</summary>
internal sealed class PostgresHost : IReadStoreHost
{
    private readonly PostgresServer server;
    private readonly PostgresOptions options;
    private PostgresReadStore store;

    private PostgresHost(PostgresServer server, PostgresOptions options) =>
        (this.server, this.options, store) = (server, options, new PostgresReadStore(options, TimeProvider.System));

    public IReadStore Store => store;

    public IStoreMigration Migration => store;

    public PostgresOptions Options => options;

    public static async Task<PostgresHost> CreateAsync()
    {
        var server = await TestServer.SharedAsync();
        return new(server, new PostgresOptions(await TestServer.DatabaseAsync(server), "passerelle", "test"));
    }

    public async ValueTask ReopenAsync()
    {
        await store.DisposeAsync();
        store = new PostgresReadStore(options, TimeProvider.System);
    }

    /// <summary>Another instance over the same tables.</summary>
    public PostgresReadStore Another(Func<PostgresOptions, PostgresOptions>? change = null) => new(change?.Invoke(options) ?? options, TimeProvider.System);

    public Task ExecuteAsync(string sql) => TestServer.ExecuteAsync(options.ConnectionString, sql);

    public Task<T> ScalarAsync<T>(string sql) => TestServer.ScalarAsync<T>(options.ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await TestServer.DropAsync(server, options.ConnectionString);
    }
}
