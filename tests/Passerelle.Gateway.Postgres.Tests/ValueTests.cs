using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Store;
using static Passerelle.Gateway.Postgres.Tests.Rows;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>Values that a column or an index of PostgreSQL does not take as they are.</summary>
internal sealed class ValueTests
{
    [Test]
    public async Task NUL_in_values_keys_and_filters_is_kept_found_and_ordered()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        string[] names = ["\u0000", "\u0000a", "\u0001", "\u0001\u0001", "a", "a\u0000b", "a\u0001"];
        var values = names.Select((n, i) => Value($"k\u0000{i}", $$"""{"name":{{JsonSerializer.Serialize(n)}} }""")).ToArray();
        Assert.That(await host.Store.ApplyAsync(Batch(0, values), default), Is.True);
        Assert.That(Json(await host.Store.GetAsync("items", 1, "k\u00005", default)), Is.EqualTo("""{"name":"a\u0000b" }"""));
        var sorted = await host.Store.QueryAsync(Query() with { Sort = [new(Name, false)] }, default);
        Assert.That(sorted.Select(r => r.Key), Is.EqualTo(values.Select(v => v.Key)));
        Assert.That(await KeysAsync(host.Store, Query() with { Filters = [new(Name, FilterOperator.Equal, "a\u0000b")] }), Is.EqualTo("k\u00005"));
        Assert.That(await KeysAsync(host.Store, Query() with { Filters = [new(Name, FilterOperator.Prefix, "\u0000")] }), Is.EqualTo("k\u00000 k\u00001"));
    }

    [Test]
    public async Task Texts_and_numbers_larger_than_an_index_entry_are_stored_and_found_exactly()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name, Amount)], default);
        var random = new Random(3);
        string Long(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('!', 0x2000)));
        var start = Long(2000);
        string[] names = [start + "1", start + "2", Long(20_000), new('x', 5000), new('\u0001', 3000)];
        var digits = string.Concat(Enumerable.Range(0, 5000).Select(_ => (char)('1' + random.Next(9))));
        var values = names.Select((n, i) => Value($"k{i}", $$"""{"name":{{JsonSerializer.Serialize(n)}},"amount":{{digits}}{{i}} }""")).ToArray();
        Assert.That(await host.Store.ApplyAsync(Batch(0, values), default), Is.True);
        for (var i = 0; i < names.Length; i++)
        {
            Assert.That(await KeysAsync(host.Store, Query() with { Filters = [new(Name, FilterOperator.Equal, names[i])] }), Is.EqualTo($"k{i}"));
            Assert.That(await KeysAsync(host.Store, Query() with { Filters = [new(Amount, FilterOperator.Equal, $"{digits}{i}")] }), Is.EqualTo($"k{i}"));
            Assert.That(Json(await host.Store.GetAsync("items", 1, $"k{i}", default)), Is.EqualTo(Encoding.UTF8.GetString(values[i].Json!.Value.Span)));
        }

        var paged = new List<string>();
        for (StoreCursor? after = null; ;)
        {
            var page = await host.Store.QueryAsync(Query(1) with { Sort = [new(Name, true)], After = after }, default);
            if (page.Count == 0) break;
            paged.Add(page[0].Key);
            after = new([names[page[0].Key[1] - '0']], page[0].Key);
        }

        Assert.That(paged, Is.EquivalentTo(values.Select(v => v.Key)));
        var prefix = await Assert.ThrowsAsync<PasserelleException>(
            async () => await host.Store.QueryAsync(Query() with { Filters = [new(Name, FilterOperator.Prefix, start)] }, default));
        Assert.That(prefix!.Remedy, Is.EqualTo("Give a prefix of at most 900 bytes."));
    }

    [Test]
    public async Task A_key_of_the_longest_length_is_taken_and_a_longer_one_refused_before_anything_is_written()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var random = new Random(4);
        string Key(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('0' + random.Next(75))));
        var longest = Key(Contracts.Keys.CanonicalKey.MaxBytes);
        Assert.That(await host.Store.ApplyAsync(Batch(0, Value(longest, $$"""{"name":{{JsonSerializer.Serialize(Key(3000))}} }""")), default), Is.True);
        Assert.That(await host.Store.GetAsync("items", 1, longest, default), Is.Not.Null);
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Store.ApplyAsync(Batch(1, Value("b", "{}"), Value(Key(1501), "{}")), default));
        Assert.That(error!.Message, Is.EqualTo("A key for test__items_v1 has 1501 bytes, an index takes 1500."));
        Assert.That(await host.Store.PositionAsync("items", 0, default), Is.EqualTo(1));
    }

    [Test]
    public async Task Bytes_come_back_as_they_went_in_however_large()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([Shape(Name)], default);
        var bytes = new byte[6_000_000];
        new Random(6).NextBytes(bytes);
        var text = """{ "b" : 1.0e+02 ,"a":"é\u00e9","fill":"FILL"}""".Replace("FILL", Convert.ToBase64String(bytes), StringComparison.Ordinal);
        Assert.That(await host.Store.ApplyAsync(Batch(0, [.. Enumerable.Range(0, 5).Select(i => Value($"k{i}", text))]), default), Is.True);
        for (var i = 0; i < 5; i++) Assert.That(Json(await host.Store.GetAsync("items", 1, $"k{i}", default)) == text, Is.True);
    }
}
