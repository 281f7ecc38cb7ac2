using System.Collections.Concurrent;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;
using static Passerelle.Gateway.Postgres.Tests.Rows;

namespace Passerelle.Gateway.Postgres.Tests;

internal sealed class MigrationTests
{
    private const string Valid = "SELECT string_agg(indisvalid::text, ' ') FROM pg_index WHERE indrelid = 'passerelle.test__items_v1'::regclass AND NOT indisprimary";

    [Test]
    public async Task A_plan_says_every_step_and_changes_nothing()
    {
        await using var host = await PostgresHost.CreateAsync();
        Assert.That(await PlanAsync(host, Shape(Name)), Is.EqualTo("make schema passerelle; make the tables of positions, views and claims; make table test__items_v1"));
        Assert.That(await PlanAsync(host, Shape(Name)), Is.EqualTo("make schema passerelle; make the tables of positions, views and claims; make table test__items_v1"));
        await host.Store.PrepareAsync([Shape(Name)], default);
        Assert.That(await PlanAsync(host, Shape(Name)), Is.Empty);
        Assert.That(await PlanAsync(host, Shape(Amount)), Is.EqualTo(
            "add amount to test__items_v1; fill new columns of test__items_v1; index amount on test__items_v1; "
            + "drop name, no longer filterable or sortable, from test__items_v1 (removes)"));
    }

    [Test]
    public async Task The_printed_SQL_alone_makes_what_a_start_finds_complete()
    {
        await using var host = await PostgresHost.CreateAsync();
        foreach (var step in await host.Migration.PlanAsync([Shape(Name, Amount)], default)) await host.ExecuteAsync(step.Sql);
        await using var manual = host.Another(o => o with { MigrateAtStart = false });
        await manual.PrepareAsync([Shape(Name, Amount)], default);
        Assert.That(await manual.ApplyAsync(Batch(0, Value("a", """{"name":"x","amount":1}""")), default), Is.True);
        Assert.That(await KeysAsync(manual, Query() with { Filters = [new(Name, FilterOperator.Equal, "x")] }), Is.EqualTo("a"));
    }

    [Test]
    public async Task A_start_that_may_not_migrate_refuses_and_says_how_to()
    {
        await using var host = await PostgresHost.CreateAsync();
        await using var manual = host.Another(o => o with { MigrateAtStart = false });
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await manual.PrepareAsync([Shape(Name)], default));
        Assert.That((error!.Code, error.Message), Is.EqualTo((
            PostgresCodes.MigrationPending, "The tables of the store lack 3 step(s) to the workspace's contracts, the first: make schema passerelle.")));
        await host.Migration.ApplyAsync([Shape(Name)], new Steps(), default);
        await manual.PrepareAsync([Shape(Name)], default);
    }

    [Test]
    public async Task A_start_keeps_what_an_older_instance_uses_and_apply_drops_it()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        await using var newer = host.Another();
        await newer.PrepareAsync([Shape(Amount)], default);

        // Each writes with its own contract; both fields are filled by both.
        Assert.That(await host.Store.ApplyAsync(Batch(0, Value("old", """{"name":"x","amount":2}""")), default), Is.True);
        Assert.That(await newer.ApplyAsync(Batch(1, Value("new", """{"name":"x","amount":1}""")), default), Is.True);
        Assert.That(await KeysAsync(host.Store, Query() with { Filters = [new(Name, FilterOperator.Equal, "x")] }), Is.EqualTo("new old"));
        Assert.That(await KeysAsync(newer, Query() with { Sort = [new(Amount, false)] }), Is.EqualTo("new old"));

        var steps = new Steps();
        await ((IStoreMigration)newer).ApplyAsync([Shape(Amount)], steps, default);
        Assert.That(steps.Done, Is.EqualTo(new[] { "drop name, no longer filterable or sortable, from test__items_v1" }));
        Assert.That(await host.Store.ApplyAsync(Batch(2, Value("older", """{"name":"x","amount":3}""")), default), Is.True);
        Assert.That(await KeysAsync(newer, Query() with { Sort = [new(Amount, false)] }), Is.EqualTo("new old older"));
        var error = await Assert.ThrowsAsync<PasserelleException>(
            async () => await host.Store.QueryAsync(Query() with { Filters = [new(Name, FilterOperator.Equal, "x")] }, default));
        Assert.That(error!.Code, Is.EqualTo(PostgresCodes.ObjectMissing));
    }

    [Test]
    public async Task An_index_that_was_left_unfinished_is_built_anew()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        await host.ExecuteAsync("UPDATE pg_index SET indisvalid = false WHERE indrelid = 'passerelle.test__items_v1'::regclass AND NOT indisprimary");
        Assert.That(await PlanAsync(host, Shape(Name)), Is.EqualTo("drop the unfinished index of name on test__items_v1; index name on test__items_v1"));
        await host.Store.PrepareAsync([Shape(Name)], default);
        Assert.That(await host.ScalarAsync<string>(Valid), Is.EqualTo("true"));
    }

    [Test]
    public async Task Filling_goes_on_where_it_was_interrupted()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var values = Enumerable.Range(0, 1200).Select(i => Value($"k{i:0000}", $$"""{"amount":{{i}} }""")).ToArray();
        Assert.That(await host.Store.ApplyAsync(Batch(0, values), default), Is.True);
        using var stop = new CancellationTokenSource();
        var interrupted = new Steps { OnReport = p => { if (p is { Rows: 500, Done: false }) stop.Cancel(); } };
        await using var other = host.Another();
        Assert.That(async () => await ((IStoreMigration)other).ApplyAsync([Shape(Name, Amount)], interrupted, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await PlanAsync(host, Shape(Name, Amount)), Is.EqualTo("fill new columns of test__items_v1; index amount on test__items_v1"));
        var rest = new Steps();
        await host.Migration.ApplyAsync([Shape(Name, Amount)], rest, default);
        Assert.That(rest.Rows, Is.EqualTo(700));
        await host.Store.PrepareAsync([Shape(Name, Amount)], default);
        Assert.That(await KeysAsync(host.Store, Query(2) with { Sort = [new(Amount, true)] }), Is.EqualTo("k1199 k1198"));
        Assert.That(await host.Store.QueryAsync(Query(2000) with { Filters = [new(Amount, FilterOperator.GreaterOrEqual, "0")] }, default), Has.Count.EqualTo(1200));
    }

    [Test]
    public async Task Instances_that_start_together_do_not_collide()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var values = Enumerable.Range(0, 3000).Select(i => Value($"k{i:0000}", $$"""{"amount":{{i}} }""")).ToArray();
        Assert.That(await host.Store.ApplyAsync(Batch(0, values), default), Is.True);
        var instances = Enumerable.Range(0, 4).Select(_ => host.Another()).ToList();
        await Task.WhenAll(instances.Select(i => i.PrepareAsync([Shape(Name, Amount)], default).AsTask()));
        foreach (var instance in instances)
        {
            Assert.That(await KeysAsync(instance, Query(1) with { Sort = [new(Amount, true)] }), Is.EqualTo("k2999"));
            await instance.DisposeAsync();
        }

        Assert.That(await host.ScalarAsync<string>(Valid), Is.EqualTo("true true"));
    }

    [Test]
    public async Task Rows_written_while_a_field_is_added_have_it()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var projecting = Task.Run(async () =>
        {
            for (var i = 0; i < 150; i++) Assert.That(await host.Store.ApplyAsync(Batch(i, Value($"k{i:000}", $$"""{"amount":{{i}} }""")), default), Is.True);
        });
        await using var newer = host.Another();
        await newer.PrepareAsync([Shape(Name, Amount)], default);
        await projecting;
        Assert.That(await newer.QueryAsync(Query(1000) with { Filters = [new(Amount, FilterOperator.GreaterOrEqual, "0")] }, default), Has.Count.EqualTo(150));
    }

    [Test]
    public async Task Queries_by_an_indexed_field_use_its_index()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name, Amount)], default);
        var values = Enumerable.Range(0, 5000).Select(i => Value($"k{i:0000}", $$"""{"name":"n{{i}}","amount":{{i}} }""")).ToArray();
        Assert.That(await host.Store.ApplyAsync(Batch(0, values), default), Is.True);
        await host.ExecuteAsync("ANALYZE passerelle.test__items_v1");
        foreach (var down in new[] { false, true })
        {
            var query = Query(20) with { Sort = [new(Amount, down)], After = new(["2500"], "k2500") };
            var segment = new Reading.QueryBuilder(new Tables.StoreTable(Shape(Name, Amount), new("passerelle", "test")), query).Segments().First();
            Assert.That(await ExplainAsync(host, segment), Does.Contain("Index Scan").And.Not.Contains("Sort"), $"down {down}");
        }
    }

    private static async Task<string> ExplainAsync(PostgresHost host, Reading.QuerySegment segment)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand($"EXPLAIN {segment.Sql}", connection);
        command.Parameters.Add(new() { Value = 20, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        foreach (var parameter in segment.Parameters) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private static async Task<string> PlanAsync(PostgresHost host, StoreShape shape) =>
        string.Join("; ", (await host.Migration.PlanAsync([shape], default)).Select(s => s.Removes ? $"{s.What} (removes)" : s.What));

    private sealed class Steps : IProgress<StoreProgress>
    {
        private readonly ConcurrentQueue<StoreProgress> reports = [];

        public Action<StoreProgress>? OnReport { get; init; }

        public IEnumerable<string> Done => reports.Where(p => p.Done).Select(p => p.Step.What);

        public long Rows => reports.Max(p => p.Rows);

        public void Report(StoreProgress value)
        {
            reports.Enqueue(value);
            OnReport?.Invoke(value);
        }
    }
}
