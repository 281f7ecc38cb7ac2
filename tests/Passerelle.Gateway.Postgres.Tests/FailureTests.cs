using Npgsql;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Postgres.Errors;
using static Passerelle.Gateway.Postgres.Tests.Rows;

namespace Passerelle.Gateway.Postgres.Tests;

internal sealed class FailureTests
{
    [TestCase("Hosst=x", "The connection string of the store cannot be used: a part of it is no `name=value`, or a name or value is unknown to the driver.")]
    [TestCase("Database=x;Password=s3cret", "The connection string of the store cannot be used: it names no `Host`.")]
    [TestCase("Host=x;SSL Mode=s3cret", "The connection string of the store cannot be used: a part of it is no `name=value`, or a name or value is unknown to the driver.")]
    public void A_bad_connection_string_is_refused_without_quoting_it(string text, string message)
    {
        var error = Assert.Throws<PasserelleException>(() => _ = new PostgresReadStore(new(text, "public", "test"), TimeProvider.System));
        Assert.That((error!.Code, error.Message), Is.EqualTo((PostgresCodes.BadConnection, message)));
    }

    [TestCase("Public")]
    [TestCase("a\";drop table x;--")]
    [TestCase("pg_catalog")]
    [TestCase("")]
    public void A_schema_that_is_no_plain_name_is_refused(string schema)
    {
        var error = Assert.Throws<PasserelleException>(() => _ = new PostgresReadStore(new("Host=x", schema, "test"), TimeProvider.System));
        Assert.That((error!.Code, error.Message), Is.EqualTo((PostgresCodes.BadSchemaName, $"`{schema}` cannot be the store's schema.")));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_a_connection_failure()
    {
        await using var store = new PostgresReadStore(new("Host=127.0.0.1;Port=1;Username=u;Password=s3cret;Database=d", "public", "test"), TimeProvider.System);
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await store.PositionAsync("p", 0, default));
        Assert.That(error!.Code, Is.EqualTo(PostgresCodes.Unreachable));
        Assert.That(error.Message, Does.StartWith("Database 'd' at 127.0.0.1 cannot be reached: ").And.Not.Contains("s3cret"));
    }

    [Test]
    public async Task A_database_that_does_not_exist_is_a_mistake_of_configuration()
    {
        await using var host = await PostgresHost.CreateAsync();
        var missing = new NpgsqlConnectionStringBuilder(host.Options.ConnectionString) { Database = "nowhere" };
        await using var store = host.Another(o => o with { ConnectionString = missing.ConnectionString });
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await store.PrepareAsync([Shape()], default));
        Assert.That(error!.Code, Is.EqualTo(PostgresCodes.NoDatabase));
    }

    [Test]
    public async Task A_statement_over_its_time_is_a_timeout_and_counts_for_nothing()
    {
        await using var host = await PostgresHost.CreateAsync();
        await using var store = host.Another(o => o with { StatementTimeout = TimeSpan.FromSeconds(1) });
        await store.PrepareAsync([Shape(Name)], default);
        await using var connection = new NpgsqlConnection(host.Options.ConnectionString);
        await connection.OpenAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand("LOCK TABLE passerelle.test__items_v1", connection);
            await command.ExecuteNonQueryAsync();
            var error = await Assert.ThrowsAsync<PasserelleException>(async () => await store.ApplyAsync(Batch(0, Value("a", "{}")), default));
            Assert.That(error!.Code, Is.EqualTo(PostgresCodes.TooSlow));
        }

        Assert.That(await store.PositionAsync("items", 0, default), Is.Zero);
        Assert.That(await store.ApplyAsync(Batch(0, Value("a", "{}")), default), Is.True);
    }

    /// <summary>The role of the README: it reads and writes rows, and can change no table.</summary>
    [Test]
    public async Task The_gateway_s_role_needs_no_more_than_the_README_grants()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var role = $"gateway_{Environment.ProcessId}";
        await host.ExecuteAsync($"""
            CREATE ROLE {role} LOGIN PASSWORD 'x';
            GRANT USAGE ON SCHEMA passerelle TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA passerelle TO {role};
            """);
        try
        {
            var limited = new NpgsqlConnectionStringBuilder(host.Options.ConnectionString) { Username = role, Password = "x" };
            await using var store = host.Another(o => o with { ConnectionString = limited.ConnectionString, MigrateAtStart = false });
            await store.PrepareAsync([Shape(Name)], default);
            var view = new Ports.Store.ViewEntry("deliveries", "1", "f", "done", "", DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
            Assert.That(await store.ApplyAsync(Batch(0, Value("a", """{"name":"x"}""")) with { Views = [view] }, default), Is.True);
            Assert.That(await KeysAsync(store, Query() with { Filters = [new(Name, Ports.Store.FilterOperator.Equal, "x")] }), Is.EqualTo("a"));
            Assert.That(await store.ApplyAsync(new("items", 0, 1, 2) { Views = [view with { Json = null }] }, default), Is.True);
            await using var migrating = host.Another(o => o with { ConnectionString = limited.ConnectionString });
            var error = await Assert.ThrowsAsync<PasserelleException>(async () => await migrating.PrepareAsync([Shape(Name, Amount)], default));
            Assert.That(error!.Code, Is.EqualTo(PostgresCodes.NoPrivilege));
        }
        finally
        {
            await host.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role};");
        }
    }
}
