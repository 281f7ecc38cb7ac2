using Dapper;
using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Embedded.Store;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>How views are found: by an index whose order is the page's, also in a data folder of before.</summary>
internal sealed class ViewIndexTests
{
    private const string View = "dead-letters";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Each_page_is_a_range_of_an_index_in_its_order()
    {
        await using var host = new EmbeddedHost();
        foreach (var (filter, range) in (IEnumerable<(ViewFilter, string)>)
        [
            (new(View), "view_by_time (view=? AND (at,id)<(?,?))"),
            (new(View) { Flow = "f" }, "view_by_flow (view=? AND flow=? AND (at,id)<(?,?))"),
            (new(View) { State = "open" }, "view_by_state (view=? AND state=? AND (at,id)<(?,?))"),
            (new(View) { Flow = "f", State = "open" }, "view_by_flow_state (view=? AND flow=? AND state=? AND (at,id)<(?,?))"),
            (new(View) { Group = "g" }, "view_by_group (view=? AND grp=? AND (at,id)<(?,?))"),
            (new(View) { Group = "g", Flow = "f", State = "open" }, "view_by_group (view=? AND grp=? AND (at,id)<(?,?))"),
        ])
        {
            var query = new ViewQuery(filter, 10) { After = new(Noon, "x") };
            var search = $"SEARCH view USING INDEX {range}";
            Assert.That(Plan(host, ViewQueries.Page(query)), Is.EqualTo(search));
            Assert.That(Plan(host, ViewQueries.Page(query with { OldestFirst = true })), Is.EqualTo(search.Replace('<', '>')));
        }
    }

    [Test]
    public async Task Groups_and_counts_read_no_document()
    {
        await using var host = new EmbeddedHost();
        const string Sorted = "USE TEMP B-TREE FOR ORDER BY";
        const string Grouped = $"USE TEMP B-TREE FOR GROUP BY\n{Sorted}";
        Assert.That(
            Plan(host, ViewQueries.Groups(new(View))),
            Is.EqualTo($"SEARCH view USING COVERING INDEX view_by_group (view=?)\n{Sorted}"));
        Assert.That(
            Plan(host, ViewQueries.Groups(new(View) { State = "open" })),
            Is.EqualTo($"SEARCH view USING COVERING INDEX view_by_state (view=? AND state=?)\n{Grouped}"));
        Assert.That(
            Plan(host, ViewQueries.Groups(new(View) { Flow = "f", State = "open" })),
            Is.EqualTo($"SEARCH view USING COVERING INDEX view_by_flow_state (view=? AND flow=? AND state=?)\n{Grouped}"));
        Assert.That(
            Plan(host, ViewQueries.Count(View, ["f"], ["open"])),
            Does.Contain("SEARCH v USING COVERING INDEX view_by_flow_state (view=? AND flow=? AND state=?)"));
    }

    [Test]
    public async Task The_newest_entries_are_sought_one_by_one()
    {
        await using var host = new EmbeddedHost();
        Assert.That(
            Plan(host, ViewQueries.Newest(View, ["f"], null)),
            Does.Contain("SEARCH v USING COVERING INDEX view_by_flow (view=? AND flow=?)\n"));
        Assert.That(
            Plan(host, ViewQueries.Newest(View, ["f"], ["done"])),
            Does.Contain("SEARCH v USING COVERING INDEX view_by_flow_state (view=? AND flow=? AND state=?)\n"));
    }

    [Test]
    public async Task A_data_folder_of_before_goes_on_with_its_entries_and_gets_the_indexes()
    {
        await using var host = new EmbeddedHost();
        var entries = Enumerable.Range(0, 5)
            .Select(i => new ViewEntry(View, $"e{i}", "f", "open", "g", Noon.AddMinutes(i), "{}"u8.ToArray()));
        Assert.That(await host.Store.ApplyAsync(new("v", 0, 0, 1) { Views = [.. entries] }, default), Is.True);
        await host.CloseAsync();
        await using (var store = Open(host, SqliteOpenMode.ReadWrite))
        {
            await store.ExecuteAsync(
                """
                DROP INDEX view_by_flow_state; DROP INDEX view_by_state; DROP INDEX view_by_group;
                CREATE INDEX view_by_state ON view (view, flow, state);
                PRAGMA user_version = 2;
                """);
        }

        await host.ReopenAsync();
        var found = await host.Store.Views.PageAsync(new(new(View) { State = "open" }, 3), default);
        Assert.That(found.Select(e => e.Id), Is.EqualTo(new[] { "e4", "e3", "e2" }));
        var group = (await host.Store.Views.GroupsAsync(new(View), default)).Single();
        Assert.That(group, Is.EqualTo(new ViewGroup("g", 5, Noon, Noon.AddMinutes(4))));
        Assert.That(await host.Store.PositionAsync("v", 0, default), Is.EqualTo(1));
    }

    private static string Plan(EmbeddedHost host, CommandDefinition command)
    {
        using var store = Open(host, SqliteOpenMode.ReadOnly);
        return string.Join('\n', store.Query<Step>($"EXPLAIN QUERY PLAN {command.CommandText}", command.Parameters).Select(s => s.Detail));
    }

    private static SqliteConnection Open(EmbeddedHost host, SqliteOpenMode mode)
    {
        var path = Path.Combine(host.Folder, "store.db");
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        return connection;
    }

    private sealed record Step(long Id, long Parent, long NotUsed, string Detail);
}
