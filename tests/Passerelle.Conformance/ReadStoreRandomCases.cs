using System.Globalization;
using System.Text.Json;
using Passerelle.Gateway.Ports.Store;
using static Passerelle.Conformance.ReadStoreSuite;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IReadStoreHost>;

namespace Passerelle.Conformance;

/// <summary>Random rows, changes and queries, compared with <see cref="StoreOracle"/>. A failure names its seed.</summary>
internal static class ReadStoreRandomCases
{
    private static readonly StoreField[] Fields =
        [Field("name", StoreType.Text), Field("address.city", StoreType.Text), Field("amount", StoreType.Number), Field("active", StoreType.Boolean)];

    // Bytes that a database may refuse, letters whose UTF-16 order is not their UTF-8 order, and everything SQL gives a meaning to.
    private static readonly string[] Letters = ["a", "b", "A", "é", "e\u0301", "\u0000", "\u0001", "\u0002", "\uE000", "\uFFFD", "🚲", "%", "_", "'", "\\", "$1", ";", " ", "\uD7FF"];

    public static IReadOnlyList<Case> All { get; } =
    [
        .. Enumerable.Range(1, 3).Select(seed => new Case($"Random_queries_answer_as_the_oracle_does_with_seed_{seed}", host => RunAsync(host, seed))),
    ];

    private static async Task RunAsync(IReadStoreHost host, int seed)
    {
        var random = new Random(seed);
        var oracle = new StoreOracle();
        await host.Store.PrepareAsync([new("items", 1, Fields)], default);
        for (var batch = 0; batch < 3; batch++)
        {
            var values = Enumerable.Range(0, 80).Select(_ => RandomValue(random, oracle)).ToArray();
            await ApplyAsync(host.Store, batch, values);
            for (var i = 0; i < 12; i++) await CompareAsync(host.Store, oracle, RandomQuery(random, oracle), $"seed {seed}, batch {batch}, query {i}");
        }

        foreach (var (key, row) in oracle.Rows)
        {
            var found = await host.Store.GetAsync("items", 1, key, default);
            Assert.That((Json(found), found?.Sequence), Is.EqualTo((row.Json, (long?)row.Sequence)), $"seed {seed}, key {key}");
        }
    }

    private static StoredValue RandomValue(Random random, StoreOracle oracle)
    {
        // Few keys and few sequences: rows are changed, deleted, come back, and are met by older ones.
        var key = $"{random.Next(10)}~{random.Next(12)}";
        var sequence = random.Next(1, 40);
        if (random.Next(6) == 0)
        {
            oracle.Apply(key, sequence, null, new Dictionary<string, string?>());
            return Value(key, null, sequence);
        }

        string?[] fields = [RandomText(random), RandomText(random), random.Next(5) == 0 ? null : RandomNumber(random), random.Next(3) switch { 0 => null, 1 => "true", _ => "false" }];
        string Text(string? text) => text is null ? "null" : JsonSerializer.Serialize(text);
        var json = $$"""{"amount":{{fields[2] ?? "null"}},"skipped":[1,{"name":"no"}],"address":{"city":{{Text(fields[1])}}},"name":{{Text(fields[0])}},"active":{{fields[3] ?? "null"}} }""";
        oracle.Apply(key, sequence, json, Fields.Zip(fields).ToDictionary(f => f.First.Name, f => f.Second));
        return Value(key, json, sequence);
    }

    private static string? RandomText(Random random)
    {
        var length = random.Next(8) switch { 0 => -1, 1 => 0, 2 => 40, 3 => 700, _ => random.Next(1, 4) };
        return length < 0 ? null : string.Concat(Enumerable.Range(0, length).Select(_ => Letters[random.Next(Letters.Length)]));
    }

    private static string RandomNumber(Random random)
    {
        string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
        var whole = random.Next(3) == 0 ? "0" : $"{random.Next(1, 10)}{Digits(random.Next(4) == 0 ? 40 : random.Next(3))}";
        var fraction = random.Next(2) == 0 ? "" : $".{Digits(random.Next(1, 25))}";
        var exponent = random.Next(4) == 0 ? $"e{random.Next(-30, 30).ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{(random.Next(3) == 0 ? "-" : "")}{whole}{fraction}{exponent}";
    }

    private static StoreQuery RandomQuery(Random random, StoreOracle oracle)
    {
        var filters = Enumerable.Range(0, random.Next(3)).Select(_ => RandomFilter(random, oracle)).ToArray();
        var sorted = Fields.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(f => new StoreSort(f, random.Next(2) == 0)).ToArray();
        return new StoreQuery("items", 1, random.Next(5, 40)) { Filters = filters, Sort = sorted };
    }

    private static StoreFilter RandomFilter(Random random, StoreOracle oracle)
    {
        var field = Fields[random.Next(Fields.Length)];
        var known = oracle.Live.Select(r => r.Value.Fields[field.Name]).Where(v => v is not null).ToArray();
        var value = known.Length > 0 && random.Next(3) > 0
            ? known[random.Next(known.Length)]!
            : field.Type switch { StoreType.Text => RandomText(random) ?? "", StoreType.Number => RandomNumber(random), _ => "true" };
        var operators = Enum.GetValues<FilterOperator>().Where(o => o != FilterOperator.Prefix || field.Type == StoreType.Text).ToArray();
        var op = operators[random.Next(operators.Length)];
        if (op == FilterOperator.Prefix) value = string.Concat(value.EnumerateRunes().Take(random.Next(3)));
        return new(field, op, value);
    }

    private static async Task CompareAsync(IReadStore store, StoreOracle oracle, StoreQuery query, string what)
    {
        var found = new List<string>();
        for (var page = query; ;)
        {
            var rows = await store.QueryAsync(page, default);
            Assert.That(rows, Has.Count.LessThanOrEqualTo(query.Limit), what);
            foreach (var row in rows) Assert.That(Json(row), Is.EqualTo(oracle.Rows[row.Key].Json), what);
            found.AddRange(rows.Select(r => r.Key));
            if (rows.Count < query.Limit) break;
            page = query with { After = oracle.CursorAt(rows[^1].Key, query.Sort) };
        }

        var words = $"{what}: filter [{string.Join(" and ", query.Filters.Select(f => $"{f.Field.Name} {f.Operator} {f.Value}"))}], "
            + $"sort [{string.Join(", ", query.Sort.Select(s => $"{s.Field.Name}{(s.Descending ? " down" : "")}"))}], limit {query.Limit}";
        Assert.That(found, Is.EqualTo(oracle.Keys(query.Filters, query.Sort)), words);
        if (query.Filters.Count == 0) Assert.That(await store.CountAsync("items", 1, default), Is.EqualTo(found.Count), what);
    }
}
