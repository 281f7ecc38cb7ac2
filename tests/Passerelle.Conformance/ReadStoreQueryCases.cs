using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Store;
using static Passerelle.Conformance.ReadStoreSuite;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IReadStoreHost>;

namespace Passerelle.Conformance;

/// <summary>Queries against an oracle in memory: every sort with every filter, page by page.</summary>
internal static class ReadStoreQueryCases
{
    private static readonly StoreField Name = Field("name", StoreType.Text);
    private static readonly StoreField Amount = Field("money.amount", StoreType.Number);
    private static readonly StoreField Active = Field("active", StoreType.Boolean);
    private static readonly string[] Names = ["a", "A", "ab", "é", "e\u0301", "z", "🚲", "\uFFFD", "", "a b", "%", "_", "a'b"];
    private static readonly string[] Amounts = ["0", "-1", "-0.5", "9", "10", "100", "1e2", "99.99", "0.001", "-12345678901234567890.5", "12345678901234567890.01", "12345678901234567890.02"];

    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(Pages_equal_a_full_sort_for_every_sort_and_filter), Case.Of(Numbers_are_exact_beyond_double), Case.Of(A_prefix_is_taken_literally),
        Case.Of(A_field_that_is_not_indexed_is_an_error), Case.Of(A_value_that_does_not_fit_is_an_error),
    ];

    private sealed record Item(string Key, string? Name, string? Amount, bool? Active)
    {
        public string Json()
        {
            var members = new List<string> { "\"other\":[{\"name\":\"wrong\"}]" };
            if (Name is not null) members.Add($"\"name\":{JsonSerializer.Serialize(Name)}");
            // A null is as good as a missing member.
            members.Add($"\"money\":{{\"amount\":{Amount ?? "null"}}}");
            if (Active is { } active) members.Add($"\"active\":{(active ? "true" : "false")}");
            return $"{{{string.Join(',', members)}}}";
        }

        public string? Text(StoreField field) => field == ReadStoreQueryCases.Name ? Name : field == ReadStoreQueryCases.Amount ? Amount : Active switch
        {
            null => null,
            true => "true",
            false => "false",
        };
    }

    private static async Task Pages_equal_a_full_sort_for_every_sort_and_filter(IReadStoreHost host)
    {
        var items = await FillAsync(host);
        var filters = new List<StoreFilter[]> { Array.Empty<StoreFilter>() };
        foreach (var op in Enum.GetValues<FilterOperator>())
        {
            filters.Add([new(Name, op, "a")]);
            if (op == FilterOperator.Prefix) continue;
            filters.Add([new(Amount, op, "100.0")]);
            filters.Add([new(Active, op, "true")]);
            filters.Add([new(Amount, op, "9"), new(Name, FilterOperator.GreaterOrEqual, "A")]);
        }

        foreach (var sort in Sorts())
        {
            foreach (var filter in filters) await CompareAsync(host.Store, items, filter, sort, limit: 17);
        }

        foreach (var sort in Sorts()) await CompareAsync(host.Store, items, [], sort, limit: 1);
    }

    private static async Task<List<Item>> FillAsync(IReadStoreHost host)
    {
        var random = new Random(5);
        T? Pick<T>(T[] from) => random.Next(5) == 0 ? default : from[random.Next(from.Length)];
        bool?[] flags = [true, false];
        var items = Enumerable.Range(0, 120).Select(i => new Item($"{Names[i % Names.Length]}~{i}", Pick(Names), Pick(Amounts), Pick(flags))).ToList();
        await host.Store.PrepareAsync([new("items", 1, [Name, Amount, Active])], default);
        await ApplyAsync(host.Store, 0, [.. items.Select(i => Value(i.Key, i.Json())), Value("gone", null)]);
        return items;
    }

    private static IEnumerable<StoreSort[]> Sorts()
    {
        StoreField[] fields = [Name, Amount, Active];
        bool[] directions = [false, true];
        yield return [];
        foreach (var first in fields)
        {
            foreach (var down in directions)
            {
                yield return [new(first, down)];
                foreach (var second in fields.Where(f => f != first))
                {
                    foreach (var down2 in directions) yield return [new(first, down), new(second, down2)];
                }
            }
        }

        yield return [new(Active, true), new(Amount, false), new(Name, true)];
    }

    private static async Task CompareAsync(IReadStore store, List<Item> items, StoreFilter[] filters, StoreSort[] sort, int limit)
    {
        var expected = items.Where(i => filters.All(f => Matches(i, f))).ToList();
        expected.Sort((a, b) => Compare(a, b, sort));
        var found = new List<string>();
        StoreCursor? after = null;
        while (true)
        {
            var page = await store.QueryAsync(new("items", 1, limit) { Filters = filters, Sort = sort, After = after }, default);
            Assert.That(page, Has.Count.LessThanOrEqualTo(limit));
            found.AddRange(page.Select(v => v.Key));
            if (page.Count < limit) break;
            var last = items.Single(i => i.Key == page[^1].Key);
            after = new([.. sort.Select(s => last.Text(s.Field))], last.Key);
        }

        var what = $"filter {string.Join(" and ", filters.Select(f => $"{f.Field.Name} {f.Operator} {f.Value}"))}, "
            + $"sort {string.Join(", ", sort.Select(s => $"{s.Field.Name}{(s.Descending ? " down" : "")}"))}";
        Assert.That(found, Is.EqualTo(expected.Select(i => i.Key)), what);
    }

    private static bool Matches(Item item, StoreFilter filter)
    {
        var value = item.Text(filter.Field);
        if (value is null) return filter.Operator == FilterOperator.NotEqual;
        var order = Compare(value, filter.Value, filter.Field.Type);
        return filter.Operator switch
        {
            FilterOperator.Equal => order == 0,
            FilterOperator.NotEqual => order != 0,
            FilterOperator.Less => order < 0,
            FilterOperator.LessOrEqual => order <= 0,
            FilterOperator.Greater => order > 0,
            FilterOperator.GreaterOrEqual => order >= 0,
            _ => value.StartsWith(filter.Value, StringComparison.Ordinal),
        };
    }

    private static int Compare(Item a, Item b, StoreSort[] sort)
    {
        foreach (var by in sort)
        {
            var order = Compare(a.Text(by.Field), b.Text(by.Field), by.Field.Type);
            if (order != 0) return by.Descending ? -order : order;
        }

        var keys = Compare(a.Key, b.Key, StoreType.Text);
        return sort.Length > 0 && sort[^1].Descending ? -keys : keys;
    }

    private static int Compare(string? a, string? b, StoreType type)
    {
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        if (type == StoreType.Number) return Number(a).CompareTo(Number(b));
        return Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static async Task Numbers_are_exact_beyond_double(IReadStoreHost host)
    {
        await host.Store.PrepareAsync([new("items", 1, [Amount])], default);
        string[] amounts = ["9007199254740993", "9007199254740992", "0.1", "0.10000000000000000001", "-9007199254740993", "-9007199254740992"];
        await ApplyAsync(host.Store, 0, [.. amounts.Select((a, i) => Value($"k{i}", new Item("", null, a, null).Json()))]);
        async Task<string> KeysAsync(StoreQuery query) => string.Join(' ', (await host.Store.QueryAsync(query, default)).Select(v => v.Key));
        Assert.That(await KeysAsync(new("items", 1, 10) { Sort = [new(Amount, false)] }), Is.EqualTo("k4 k5 k2 k3 k1 k0"));
        Assert.That(await KeysAsync(new("items", 1, 10) { Filters = [new(Amount, FilterOperator.Equal, "0.10")] }), Is.EqualTo("k2"));
        Assert.That(await KeysAsync(new("items", 1, 10) { Filters = [new(Amount, FilterOperator.Greater, "9007199254740992")] }), Is.EqualTo("k0"));
    }

    private static async Task A_prefix_is_taken_literally(IReadStoreHost host)
    {
        await host.Store.PrepareAsync([new("items", 1, [Name])], default);
        string[] names = ["a%b", "aXb", "a_c", "é1", "è1", "🚲x", "a\\d", "a"];
        await ApplyAsync(host.Store, 0, [.. names.Select((n, i) => Value($"k{i}", new Item("", n, null, null).Json()))]);
        foreach (var (prefix, keys) in new[] { ("a%", "k0"), ("a_", "k2"), ("é", "k3"), ("🚲", "k5"), ("a\\", "k6"), ("a", "k0 k1 k2 k6 k7"), ("", "k0 k1 k2 k3 k4 k5 k6 k7") })
        {
            var found = await host.Store.QueryAsync(new("items", 1, 10) { Filters = [new(Name, FilterOperator.Prefix, prefix)] }, default);
            Assert.That(string.Join(' ', found.Select(v => v.Key).Order(StringComparer.Ordinal)), Is.EqualTo(keys), prefix);
        }
    }

    private static async Task A_field_that_is_not_indexed_is_an_error(IReadStoreHost host)
    {
        await host.Store.PrepareAsync([new("items", 1, [Name, Active])], default);
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Store.QueryAsync(new("items", 1, 1) { Sort = [new(Amount, false)] }, default));
        Assert.That(error!.Message, Is.EqualTo("Field 'money.amount' of contract 'items' v1 is neither filterable nor sortable."));
        Assert.That(error.Remedy, Is.EqualTo("Use one of: name, active."));
    }

    private static async Task A_value_that_does_not_fit_is_an_error(IReadStoreHost host)
    {
        await host.Store.PrepareAsync([new("items", 1, [Amount])], default);
        var error = await Assert.ThrowsAsync<PasserelleException>(
            async () => await host.Store.QueryAsync(new("items", 1, 1) { Filters = [new(Amount, FilterOperator.Equal, "12,5")] }, default));
        Assert.That(error!.Message, Is.EqualTo("Field 'money.amount' is compared with a number such as 12.5, found '12,5'."));
    }
}
