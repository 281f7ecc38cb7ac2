using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Store;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IReadStoreHost>;

namespace Passerelle.Conformance;

/// <summary>What every read store must do. Each case gets a fresh host.</summary>
public static class ReadStoreSuite
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<ConformanceCase<IReadStoreHost>> Cases { get; } =
    [
        Case.Of(A_value_comes_back_whole), Case.Of(A_row_changes_only_to_a_newer_sequence), Case.Of(A_deleted_marker_is_not_overwritten_by_an_older_value),
        Case.Of(A_wrong_position_writes_nothing), Case.Of(Positions_are_kept_by_projection_and_partition), Case.Of(Major_versions_are_apart),
        Case.Of(A_restart_finds_everything), Case.Of(A_new_indexed_field_is_filled_for_existing_rows), Case.Of(A_contract_that_was_not_prepared_is_an_error),
        Case.Of(Views_and_values_go_with_the_position), .. ReadStoreViewCases.All, .. ReadStoreQueryCases.All, .. ReadStoreRandomCases.All,
    ];

    internal static StoredValue Value(string key, string? json, long sequence = 1) => new(
        key, json is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(json), sequence, $"event-{key}-{sequence}", Encoding.UTF8.GetBytes($"{{\"of\":\"{key}\"}}"), Noon, Noon.AddSeconds(5));

    internal static async Task ApplyAsync(IReadStore store, long from, params StoredValue[] values)
    {
        var batch = new ProjectionBatch("items-v1", 0, from, from + 1) { Contract = "items", Major = 1, Values = values };
        Assert.That(await store.ApplyAsync(batch, default), Is.True);
    }

    internal static StoreField Field(string name, StoreType type) => new(name.Split('.'), type);

    internal static string? Json(StoredValue? value) => value?.Json is { } json ? Encoding.UTF8.GetString(json.Span) : null;

    private static async Task<IReadStore> PreparedAsync(IReadStoreHost host)
    {
        await host.Store.PrepareAsync([new("items", 1, [Field("name", StoreType.Text)])], default);
        return host.Store;
    }

    private static async Task A_value_comes_back_whole(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        var value = Value("clé~1", """{"name":"é\u0000🚲"}""", 42);
        await ApplyAsync(store, 0, value);
        var found = await store.GetAsync("items", 1, "clé~1", default);
        Assert.That(found, Is.Not.Null);
        Assert.That((found!.Key, found.Sequence, found.EventId, found.AsOf, found.VisibleAt), Is.EqualTo((value.Key, 42L, value.EventId, value.AsOf, value.VisibleAt)));
        Assert.That(Json(found), Is.EqualTo(Json(value)));
        Assert.That(found.Lineage.ToArray(), Is.EqualTo(value.Lineage.ToArray()));
        Assert.That(await store.GetAsync("items", 1, "clé~2", default), Is.Null);
    }

    private static async Task A_row_changes_only_to_a_newer_sequence(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        await ApplyAsync(store, 0, Value("a", """{"name":"1"}""", 5), Value("a", """{"name":"old"}""", 4), Value("a", """{"name":"same"}""", 5));
        Assert.That(Json(await store.GetAsync("items", 1, "a", default)), Is.EqualTo("""{"name":"1"}"""));
        await ApplyAsync(store, 1, Value("a", """{"name":"2"}""", 6));
        Assert.That(Json(await store.GetAsync("items", 1, "a", default)), Is.EqualTo("""{"name":"2"}"""));
        Assert.That(await store.CountAsync("items", 1, default), Is.EqualTo(1));
    }

    private static async Task A_deleted_marker_is_not_overwritten_by_an_older_value(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        await ApplyAsync(store, 0, Value("a", """{"name":"1"}""", 5), Value("a", null, 6), Value("a", """{"name":"late"}""", 5), Value("never", null, 1));
        var marker = await store.GetAsync("items", 1, "a", default);
        Assert.That((marker?.Json is null, marker?.Sequence), Is.EqualTo((true, 6L)));
        Assert.That(await store.GetAsync("items", 1, "never", default), Is.Not.Null);
        Assert.That(await store.CountAsync("items", 1, default), Is.Zero);
        Assert.That(await store.QueryAsync(new("items", 1, 10), default), Is.Empty);
        await ApplyAsync(store, 1, Value("a", """{"name":"back"}""", 7));
        Assert.That((await store.QueryAsync(new("items", 1, 10), default)).Select(Json), Is.EqualTo(new[] { """{"name":"back"}""" }));
    }

    private static async Task A_wrong_position_writes_nothing(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        await ApplyAsync(store, 0, Value("a", """{"name":"1"}"""));
        var view = new ViewEntry("dead-letters", "1", "f", "open", "g", Noon, "{}"u8.ToArray());
        var batch = new ProjectionBatch("items-v1", 0, 0, 9) { Contract = "items", Major = 1, Values = [Value("b", "{}")], Views = [view] };
        Assert.That(await store.ApplyAsync(batch, default), Is.False);
        Assert.That(await store.ApplyAsync(batch with { From = 2 }, default), Is.False);
        Assert.That(await store.PositionAsync("items-v1", 0, default), Is.EqualTo(1));
        Assert.That(await store.GetAsync("items", 1, "b", default), Is.Null);
        Assert.That(await store.Views.GetAsync("dead-letters", "1", default), Is.Null);
    }

    private static async Task Positions_are_kept_by_projection_and_partition(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        Assert.That(await store.ApplyAsync(new("p", 0, 0, 10), default), Is.True);
        Assert.That(await store.ApplyAsync(new("p", 1, 0, 20), default), Is.True);
        Assert.That(await store.PositionAsync("p", 0, default), Is.EqualTo(10));
        Assert.That(await store.PositionAsync("p", 1, default), Is.EqualTo(20));
        Assert.That(await store.PositionAsync("q", 0, default), Is.Zero);
    }

    private static async Task Major_versions_are_apart(IReadStoreHost host)
    {
        await host.Store.PrepareAsync([new("items", 1, []), new("items", 2, [])], default);
        await ApplyAsync(host.Store, 0, Value("a", "{}"));
        Assert.That(await host.Store.GetAsync("items", 2, "a", default), Is.Null);
        Assert.That(await host.Store.CountAsync("items", 2, default), Is.Zero);
    }

    private static async Task A_restart_finds_everything(IReadStoreHost host)
    {
        await ApplyAsync(await PreparedAsync(host), 0, Value("a", """{"name":"1"}"""));
        await host.ReopenAsync();
        var store = await PreparedAsync(host);
        Assert.That(Json(await store.GetAsync("items", 1, "a", default)), Is.EqualTo("""{"name":"1"}"""));
        Assert.That(await store.PositionAsync("items-v1", 0, default), Is.EqualTo(1));
    }

    private static async Task A_new_indexed_field_is_filled_for_existing_rows(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        var values = Enumerable.Range(0, 2500).Select(i => Value($"k{i:0000}", $$$"""{"name":"n{{{i}}}","deep":{"rank":{{{2500 - i}}}}}""")).ToArray();
        await ApplyAsync(store, 0, [.. values, Value("gone", null)]);
        var rank = Field("deep.rank", StoreType.Number);
        await store.PrepareAsync([new("items", 1, [rank])], default);
        var found = await store.QueryAsync(new("items", 1, 3) { Sort = [new(rank, false)] }, default);
        Assert.That(found.Select(v => v.Key), Is.EqualTo(new[] { "k2499", "k2498", "k2497" }));
        await ApplyAsync(store, 1, Value("first", """{"deep":{"rank":-1}}"""));
        found = await store.QueryAsync(new("items", 1, 1) { Sort = [new(rank, false)] }, default);
        Assert.That(found.Select(v => v.Key), Is.EqualTo(new[] { "first" }));
        await PreparedAsync(host);
        var name = Field("name", StoreType.Text);
        found = await store.QueryAsync(new("items", 1, 5) { Filters = [new(name, FilterOperator.Equal, "n7")] }, default);
        Assert.That(found.Select(v => v.Key), Is.EqualTo(new[] { "k0007" }));
        Assert.That(await store.CountAsync("items", 1, default), Is.EqualTo(2501));
    }

    private static async Task A_contract_that_was_not_prepared_is_an_error(IReadStoreHost host)
    {
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Store.GetAsync("items", 1, "a", default));
        Assert.That(error!.Message, Is.EqualTo("The read store has no table for contract 'items', major version 1."));
    }

    private static async Task Views_and_values_go_with_the_position(IReadStoreHost host)
    {
        var store = await PreparedAsync(host);
        var view = new ViewEntry("deliveries", "1", "f", "done", "", Noon, "{}"u8.ToArray());
        var batch = new ProjectionBatch("p", 3, 0, 5) { Contract = "items", Major = 1, Values = [Value("a", "{}")], Views = [view] };
        Assert.That(await store.ApplyAsync(batch, default), Is.True);
        Assert.That(await store.PositionAsync("p", 3, default), Is.EqualTo(5));
        Assert.That(await store.GetAsync("items", 1, "a", default), Is.Not.Null);
        Assert.That(await store.Views.GetAsync("deliveries", "1", default), Is.Not.Null);
    }
}
