using Npgsql;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;
using Passerelle.Testing.Network;
using Passerelle.Testing.Postgres;
using static Passerelle.Gateway.Postgres.Tests.Rows;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>A server of their own, which is killed under load, and a network that is cut.</summary>
internal sealed class OutageTests
{
    private const int Batches = 120;

    [Test]
    public async Task Batches_applied_while_the_server_is_killed_and_restarted_count_once()
    {
        await using var server = await PrivateAsync();
        await using var store = new PostgresReadStore(new(await TestServer.DatabaseAsync(server), "passerelle", "test"), TimeProvider.System);
        await store.PrepareAsync([Shape(Name)], default);
        var codes = new HashSet<string>();
        var projecting = ProjectAsync(store, codes);
        for (var kill = 0; kill < 3; kill++)
        {
            // Somewhere in the middle, whatever the machine's speed.
            var before = await PositionAsync(store);
            while (!projecting.IsCompleted && await PositionAsync(store) < Math.Min(before + 20, Batches)) await Task.Delay(5);
            server.Kill();
            await server.RestartAsync();
        }

        await projecting;
        Assert.That(codes, Is.SubsetOf(new[] { "PSR-4201", "PSR-4202" }));
        Assert.That(await store.PositionAsync("items", 0, default), Is.EqualTo(Batches));
        Assert.That(await store.CountAsync("items", 1, default), Is.EqualTo(Batches + 1));
        Assert.That(Json(await store.GetAsync("items", 1, "last", default)), Is.EqualTo($$"""{"name":"{{Batches - 1}}"}"""));
    }

    [Test]
    public async Task A_commit_whose_answer_was_lost_counts_once()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var direct = new NpgsqlConnectionStringBuilder(host.Options.ConnectionString);
        await using var proxy = new CuttingProxy(direct.Port);
        var through = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, SslMode = SslMode.Disable };
        await using var store = host.Another(o => o with { ConnectionString = through.ConnectionString });
        await store.PrepareAsync([Shape(Name)], default);
        Assert.That(await store.ApplyAsync(Batch(0, Value("a", """{"name":"1"}""", 1)), default), Is.True);

        // With its end: BEGIN asks for READ COMMITTED.
        proxy.CutAnswerTo("COMMIT\0"u8);
        var batch = Batch(1, Value("a", """{"name":"2"}""", 2));
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await store.ApplyAsync(batch, default));
        Assert.That((error!.Code, proxy.Cuts), Is.EqualTo((PostgresCodes.Unreachable, 1)));

        // The server has committed; the second try finds the position moved and writes nothing.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await host.Store.PositionAsync("items", 0, limit.Token) < 2) await Task.Delay(10, limit.Token);
        Assert.That(await store.ApplyAsync(batch, default), Is.False);
        Assert.That(await store.PositionAsync("items", 0, default), Is.EqualTo(2));
        Assert.That(Json(await store.GetAsync("items", 1, "a", default)), Is.EqualTo("""{"name":"2"}"""));
    }

    [Test]
    public async Task A_read_after_a_restart_finds_no_dead_connection()
    {
        await using var server = await PrivateAsync();
        await using var store = new PostgresReadStore(new(await TestServer.DatabaseAsync(server), "passerelle", "test"), TimeProvider.System);
        await store.PrepareAsync([Shape(Name)], default);
        Assert.That(await store.ApplyAsync(Batch(0, Value("a", "{}")), default), Is.True);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.GetAsync("items", 1, "a", default).AsTask()));
        server.Kill();
        var down = await Assert.ThrowsAsync<PasserelleException>(async () => await store.GetAsync("items", 1, "a", default));
        Assert.That(down!.Code.Kind, Is.EqualTo(FailureKind.Connection));
        await server.RestartAsync();
        for (var i = 0; i < 8; i++) Assert.That(Json(await store.GetAsync("items", 1, "a", default)), Is.EqualTo("{}"));
    }

    private static async Task<PostgresServer> PrivateAsync()
    {
        var server = await PostgresServer.StartAsync();
        if (!server.IsPrivate) Assert.Ignore($"{PostgresServer.Variable} names a server that is not ours to kill.");
        return server;
    }

    /// <summary>As the stage does it: waits and repeats on connection errors, and believes the database about the position.</summary>
    private static async Task ProjectAsync(PostgresReadStore store, HashSet<string> codes)
    {
        var position = 0L;
        while (position < Batches)
        {
            try
            {
                var number = position;
                var batch = new ProjectionBatch("items", 0, position, position + 1)
                {
                    Contract = "items",
                    Major = 1,
                    Values = [Value("last", $$"""{"name":"{{number}}"}""", number + 1), Value($"k{number}", "{}"), .. number == 0 ? [] : new[] { Value("k0", """{"name":"again"}""") }],
                };
                position = await store.ApplyAsync(batch, default) ? position + 1 : await store.PositionAsync("items", 0, default);
            }
            catch (PasserelleException e) when (e.Code.Kind is FailureKind.Connection or FailureKind.Timeout)
            {
                codes.Add(e.Code.Id);
                await Task.Delay(20);
            }
        }
    }

    private static async Task<long> PositionAsync(PostgresReadStore store)
    {
        try
        {
            return await store.PositionAsync("items", 0, default);
        }
        catch (PasserelleException)
        {
            return 0;
        }
    }
}
