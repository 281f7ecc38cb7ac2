using System.Net;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Rest.Tests;

internal sealed class CollectionTests : RestFixture
{
    [Test]
    public async Task A_page_holds_the_stored_bytes_and_its_links()
    {
        var (response, body) = await GetAsync("/v1/companies?limit=2");
        var next = JsonNode.Parse(body)!["links"]!["next"]!.GetValue<string>();
        Assert.That(body, Is.EqualTo($"{{\"data\":[{Samples.Acme},{Samples.Bolt}],\"links\":{{\"self\":\"/v1/companies?limit=2\",\"next\":\"{next}\"}}}}"));
        Assert.That(response.Headers.GetValues("Link"), Is.EqualTo(new[] { $"<{next}>; rel=\"next\"" }));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
        Assert.That(response.Headers.Vary, Is.EqualTo(new[] { "Accept", "Prefer" }));
    }

    [TestCase("?limit=1", "138426539 200000002 300000003")]
    [TestCase("?limit=1&sort=-createdOn", "138426539 200000002 300000003")]
    [TestCase("?limit=1&sort=createdOn", "300000003 200000002 138426539")]
    [TestCase("?limit=1&sort=-capital,name", "138426539 200000002 300000003")]
    [TestCase("?limit=1&active=true&sort=name", "300000003 138426539")]
    [TestCase("?limit=2&active[ne]=true", "200000002")]
    public async Task Following_next_gives_every_value_once_in_order(string query, string expected)
    {
        var seen = new List<string>();
        for (string? at = "/v1/companies" + query; at is not null;)
        {
            var page = await JsonAsync(at);
            seen.AddRange(page["data"]!.AsArray().Select(d => d!["siren"]!.GetValue<string>()));
            Assert.That(page["links"]!["self"]!.GetValue<string>(), Is.EqualTo(at));
            at = page["links"]!["next"]?.GetValue<string>();
        }

        Assert.That(string.Join(' ', seen), Is.EqualTo(expected));
    }

    [TestCase("?createdOn[gte]=2020-01-01", "138426539")]
    [TestCase("?createdOn[lt]=2020-01-01", "200000002")]
    [TestCase("?name[prefix]=BOLT%20%26", "200000002")]
    [TestCase("?name=BOLT+%26+CO", "200000002")]
    [TestCase("?capital[gt]=10.0&capital[lte]=1250.5", "138426539")]
    [TestCase("?person.lastName=DURAND", "138426539")]
    [TestCase("?size=large", "300000003")]
    [TestCase("?name=%27%20OR%201%3D1--", "")]
    public async Task Filters_select_by_the_type_of_the_field(string query, string expected) =>
        Assert.That(string.Join(' ', await SirensAsync(query)), Is.EqualTo(expected));

    [Test]
    public async Task Numbers_reach_the_store_in_one_spelling()
    {
        await JsonAsync("/v1/companies?capital=%2B0010.500");
        Assert.That(Store.LastQuery!.Filters, Is.EqualTo(new[] { new StoreFilter(Samples.Capital.ToStoreField(), FilterOperator.Equal, "10.5") }));
    }

    [Test]
    public async Task Fields_cut_the_values_to_what_was_asked()
    {
        var (_, body) = await GetAsync("/v1/companies?fields=person.firstName,siren,capital&limit=2&name[prefix]=ACME");
        Assert.That(body, Is.EqualTo("""{"data":[{"siren":"138426539","person":{"firstName":"Zoé"},"capital":1250.50}],"links":{"self":"/v1/companies?fields=person.firstName,siren,capital&limit=2&name[prefix]=ACME","next":null}}"""));
    }

    [Test]
    public async Task Count_is_given_when_preferred_and_there_are_no_filters()
    {
        var (response, body) = await GetAsync("/v1/companies?limit=1", ("Prefer", "respond-async, count=exact"));
        Assert.That(JsonNode.Parse(body)!["meta"]!.ToJsonString(), Is.EqualTo("""{"count":3}"""));
        Assert.That(response.Headers.GetValues("Preference-Applied"), Is.EqualTo(new[] { "count=exact" }));

        (response, body) = await GetAsync("/v1/companies?active=true", ("Prefer", "count=exact"));
        Assert.That(JsonNode.Parse(body)!["meta"], Is.Null);
        Assert.That(response.Headers.Contains("Preference-Applied"), Is.False);
    }

    [Test]
    public async Task Meta_says_where_each_value_came_from_without_places_of_the_operator()
    {
        var page = await JsonAsync("/v1/companies?limit=1&include=meta&fields=siren");
        Assert.That(page["meta"]!.ToJsonString(), Is.EqualTo("""{"values":[{"key":"138426539","eventId":"event-7","sequence":7,"asOf":"2026-03-01T06:00:00\u002B00:00","visibleAt":"2026-03-01T06:00:05.25\u002B00:00","flow":"legal-units","mappingVersion":"3","dataschema":"companies/1.0.0"}]}"""));
    }

    [Test]
    public async Task A_cursor_is_refused_with_another_filter_sort_or_contract_and_when_changed()
    {
        var next = (await JsonAsync("/v1/companies?limit=1&sort=name&active=true"))["links"]!["next"]!.GetValue<string>();
        var cursor = next[(next.IndexOf("cursor=", StringComparison.Ordinal) + 7)..];
        var changed = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];
        const string Detail = "The cursor was changed, or was given for another contract, filter or sort.";
        foreach (var path in new[]
        {
            $"/v1/companies?sort=-name&active=true&cursor={cursor}", $"/v1/companies?sort=name&active=false&cursor={cursor}",
            $"/v1/companies?sort=name&cursor={cursor}", $"/v2/social-debts?cursor={cursor}",
            $"/v1/companies?sort=name&active=true&cursor={changed}", $"/v1/companies?sort=name&active=true&cursor={cursor}A",
        })
            Assert.That(await ProblemAsync(path), Is.EqualTo(("PSR-6017", 400, Detail)), path);

        var (response, _) = await GetAsync($"/v1/companies?active=true&sort=name&limit=7&fields=siren&cursor={cursor}");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), "page size, fields and the order of parameters may change");
    }

    [Test]
    public async Task A_cursor_shows_neither_key_nor_sort_value()
    {
        var next = (await JsonAsync("/v1/companies?limit=1&sort=-name"))["links"]!["next"]!.GetValue<string>();
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(next.AsSpan(next.IndexOf("cursor=", StringComparison.Ordinal) + 7));
        Assert.That(System.Text.Encoding.Latin1.GetString(bytes), Does.Not.Contain("BOLT").And.Not.Contain("200000002"));
    }

    [Test]
    public async Task A_deprecated_contract_says_so_in_every_answer()
    {
        var (response, _) = await GetAsync("/v2/social-debts");
        Assert.That(response.Headers.GetValues("Deprecation"), Is.EqualTo(new[] { "@1767225600" }));
        Assert.That(response.Headers.GetValues("Sunset"), Is.EqualTo(new[] { "Fri, 01 Jan 2027 00:00:00 GMT" }));
        Assert.That(response.Headers.GetValues("Link"), Is.EqualTo(new[] { "<https://example.org/move>; rel=\"deprecation\"; type=\"text/html\"" }));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("public, no-cache"));
    }
}
