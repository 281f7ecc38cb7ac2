using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Reading;
using Passerelle.Gateway.Postgres.Tables;
using static Passerelle.Gateway.Postgres.Tests.Rows;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>How views are found: by an index whose order is the page's, also in a database of before.</summary>
internal sealed class ViewIndexTests
{
    private const string View = "dead-letters";
    private static readonly ViewQueries Queries = new(new StoreNames("passerelle", "test"));

    [Test]
    public async Task Each_page_is_a_range_of_an_index_in_its_order()
    {
        await using var host = await FilledAsync();
        foreach (var (filter, index) in (IEnumerable<(ViewFilter, string)>)
        [
            (new(View), "by_time"),
            (new(View) { Flow = "f" }, "by_flow"),
            (new(View) { State = "open" }, "by_state"),
            (new(View) { Flow = "f", State = "open" }, "by_flow_state"),
            (new(View) { Group = "g7" }, "by_group"),
        ])
        {
            foreach (var oldestFirst in (bool[])[false, true])
            {
                var middle = new ViewCursor(DateTimeOffset.UnixEpoch.AddSeconds(10_000), "x");
                var plan = await ExplainAsync(host, Queries.Page(new(filter, 10) { After = middle, OldestFirst = oldestFirst }));
                var scan = $"Index Scan{(oldestFirst ? "" : " Backward")} using test__views_{index} on";
                Assert.That(plan, Does.Contain(scan).And.Not.Contains("Sort").And.Not.Contains("Filter: (ROW"));
            }
        }
    }

    [Test]
    public async Task Counts_and_newest_entries_are_sought()
    {
        await using var host = await FilledAsync();
        var counts = await ExplainAsync(host, Queries.Count(View, ["f", "g"], ["open"]));
        Assert.That(counts, Does.Contain("test__views_by_flow_state").And.Not.Contains("Seq Scan"));
        var newest = await ExplainAsync(host, Queries.Newest(View, ["f", "g"], null));
        Assert.That(newest, Does.Contain("Index Scan Backward using test__views_by_flow on").And.Not.Contains("Seq Scan"));
        var applied = await ExplainAsync(host, Queries.Newest(View, ["f", "g"], ["open", "discarded"]));
        Assert.That(applied, Does.Contain("Index Scan Backward using test__views_by_flow_state on").And.Not.Contains("Seq Scan"));
    }

    /// <summary>Of 20,000 entries none is behind these places: a scan that went on to look for one would read hundreds of pages.</summary>
    [Test]
    public async Task A_scan_stops_where_its_range_ends()
    {
        await using var host = await FilledAsync();
        Assert.That(await BuffersAsync(host, Queries.Newest(View, ["a", "f", "z"], ["a", "p", "z"])), Is.LessThan(60));
        ViewFilter[] filters = [new(View) { State = "open" }, new(View) { Flow = "f", State = "open" }, new(View) { Group = "g7" }];
        foreach (var filter in filters)
        {
            foreach (var oldestFirst in (bool[])[false, true])
            {
                var end = new ViewCursor(oldestFirst ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue, "x");
                var query = new ViewQuery(filter, 10) { After = end, OldestFirst = oldestFirst };
                Assert.That(await BuffersAsync(host, Queries.Page(query)), Is.LessThan(20), $"{filter}, oldest first: {oldestFirst}");
            }
        }
    }

    [Test]
    public async Task A_database_of_before_goes_on_with_its_entries_and_gets_the_indexes()
    {
        await using var host = await FilledAsync();
        foreach (var index in (string[])["flow_state", "state", "group"])
        {
            await host.ExecuteAsync($"DROP INDEX passerelle.test__views_by_{index}");
        }

        var plan = await host.Migration.PlanAsync([Shape(Name)], default);
        Assert.That(
            string.Join("; ", plan.Where(s => !s.Removes).Select(s => s.What)),
            Is.EqualTo("index the views by flow and state; index the views by state; index the views by group"));
        await host.ReopenAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        Assert.That(await host.Migration.PlanAsync([Shape(Name)], default), Is.Empty);
        var found = await host.Store.Views.PageAsync(new(new(View) { State = "open" }, 1), default);
        Assert.That(found.Select(e => e.Id), Is.EqualTo(new[] { "e19900" }));
    }

    /// <summary>Two flows, a hundred groups, and one entry in a hundred that is open.</summary>
    private static async Task<PostgresHost> FilledAsync()
    {
        var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var entries = Enumerable.Range(0, 20_000).Select(i => new ViewEntry(
            View, string.Create(CultureInfo.InvariantCulture, $"e{i:00000}"), i % 2 == 0 ? "f" : "g", i % 100 == 0 ? "open" : "replayed",
            $"g{i % 97}", DateTimeOffset.UnixEpoch.AddSeconds(i), "{}"u8.ToArray()));
        Assert.That(await host.Store.ApplyAsync(new("views", 0, 0, 1) { Views = [.. entries] }, default), Is.True);
        await host.ExecuteAsync("VACUUM ANALYZE passerelle.test__views");
        return host;
    }

    /// <summary>How many pages of tables and indexes the query has read.</summary>
    private static async Task<int> BuffersAsync(PostgresHost host, (string Sql, object Parameters) query)
    {
        var plan = await ExplainAsync(host, ($"(ANALYZE, BUFFERS) {query.Sql}", query.Parameters));
        var counts = Regex.Match(plan, @"Buffers: shared(?: \w+=(\d+))+").Groups[1].Captures;
        return counts.Sum(count => int.Parse(count.Value, CultureInfo.InvariantCulture));
    }

    private static async Task<string> ExplainAsync(PostgresHost host, (string Sql, object Parameters) query)
    {
        await using var connection = new NpgsqlConnection(host.Options.ConnectionString);
        return string.Join('\n', await connection.QueryAsync<string>($"EXPLAIN {query.Sql}", query.Parameters));
    }
}
