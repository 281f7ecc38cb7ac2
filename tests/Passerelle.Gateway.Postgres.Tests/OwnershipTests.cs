using Passerelle.Gateway.Ports.Store;
using static Passerelle.Gateway.Postgres.Tests.Rows;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>Several instances over one set of tables.</summary>
internal sealed class OwnershipTests
{
    [Test]
    public async Task Of_two_owners_of_a_partition_exactly_one_applies_each_batch()
    {
        await using var host = await PostgresHost.CreateAsync();
        await using var other = host.Another();
        await host.Store.PrepareAsync([Shape(Name)], default);
        await other.PrepareAsync([Shape(Name)], default);
        for (var position = 0; position < 40; position++)
        {
            // Both have read the same position; each would write its own value.
            var answers = await Task.WhenAll(
                host.Store.ApplyAsync(Batch(position, Value("a", """{"name":"first"}""", position + 1)), default).AsTask(),
                other.ApplyAsync(Batch(position, Value("a", """{"name":"second"}""", position + 1)), default).AsTask());
            Assert.That(answers.Count(a => a), Is.EqualTo(1), $"position {position}");
            var row = await host.Store.GetAsync("items", 1, "a", default);
            Assert.That((row!.Sequence, Json(row)), Is.EqualTo((position + 1L, answers[0] ? """{"name":"first"}""" : """{"name":"second"}""")));
        }

        Assert.That(await host.Store.PositionAsync("items", 0, default), Is.EqualTo(40));
    }

    /// <summary>The first owner's transaction is open, its position row locked: the second waits for it and is then refused.</summary>
    [Test]
    public async Task A_stale_owner_that_waits_behind_the_new_one_is_refused()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        Assert.That(await host.Store.ApplyAsync(Batch(0, Value("a", "{}")), default), Is.True);
        await using var connection = new Npgsql.NpgsqlConnection(host.Options.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("UPDATE passerelle.test__positions SET next = 7", connection)) await command.ExecuteNonQueryAsync();
        var stale = host.Store.ApplyAsync(Batch(1, Value("a", """{"name":"stale"}""", 9)), default).AsTask();
        await WaitingAsync(host);
        await transaction.CommitAsync();
        Assert.That(await stale, Is.False);
        Assert.That(Json(await host.Store.GetAsync("items", 1, "a", default)), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Instances_that_project_different_partitions_at_once_never_meet_in_a_deadlock()
    {
        await using var host = await PostgresHost.CreateAsync();
        await using var other = host.Another();
        await host.Store.PrepareAsync([Shape(Name)], default);
        await other.PrepareAsync([Shape(Name)], default);
        // Worse than real: all partitions write the same keys, each in an order of its own.
        async Task ProjectAsync(IReadStore store, int partition)
        {
            var random = new Random(partition);
            for (var position = 0; position < 10; position++)
            {
                var values = Enumerable.Range(0, 50).OrderBy(_ => random.Next()).Select(i => Value($"k{i}", "{}", (position * 4) + partition + 1)).ToArray();
                Assert.That(await store.ApplyAsync(new("items", partition, position, position + 1) { Contract = "items", Major = 1, Values = values }, default), Is.True);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(p => ProjectAsync(p % 2 == 0 ? host.Store : other, p)));
        var rows = await host.Store.QueryAsync(Query(), default);
        Assert.That(rows.Select(r => r.Sequence).Distinct(), Is.EqualTo(new[] { 40L }));
    }

    private static async Task WaitingAsync(PostgresHost host)
    {
        while (!await host.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')")) await Task.Delay(20);
    }
}
