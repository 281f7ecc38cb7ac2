using System.Net;

namespace Passerelle.Gateway.Rest.Tests;

internal sealed class ItemTests : RestFixture
{
    [Test]
    public async Task A_value_comes_as_stored_with_validators_and_freshness()
    {
        var (response, body) = await GetAsync("/v1/companies/138426539");
        Assert.That(body, Is.EqualTo(Samples.Acme));
        Assert.That(response.Headers.ETag!.IsWeak, Is.False);
        Assert.That(response.Content.Headers.LastModified, Is.EqualTo(new DateTimeOffset(2026, 3, 1, 6, 0, 5, TimeSpan.Zero)));
        Assert.That(response.Headers.GetValues("Passerelle-As-Of"), Is.EqualTo(new[] { "2026-03-01T06:00:00.000Z" }));
        Assert.That(response.Headers.GetValues("Passerelle-Visible-At"), Is.EqualTo(new[] { "2026-03-01T06:00:05.250Z" }));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
        Assert.That(response.Headers.Vary, Is.EqualTo(new[] { "Accept" }));
        Assert.That(response.Headers.Contains("Server"), Is.False);
        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [Test]
    public async Task The_tag_changes_with_the_event_the_fields_and_the_additions_only()
    {
        async Task<string> TagAsync(string query) => (await GetAsync("/v1/companies/138426539" + query)).Response.Headers.ETag!.Tag;
        var plain = await TagAsync("");
        string[] all = [plain, await TagAsync("?fields=siren"), await TagAsync("?fields=siren,name"), await TagAsync("?include=meta")];
        Assert.That(all, Is.Unique);
        Assert.That(await TagAsync("?fields=name,siren,name"), Is.EqualTo(all[2]));

        Store.Put("companies", "138426539", Samples.Acme, 11, "event-11");
        Assert.That(await TagAsync(""), Is.Not.EqualTo(plain));
    }

    [Test]
    public async Task If_none_match_answers_304_for_its_tag_weak_lists_and_star()
    {
        var tag = (await GetAsync("/v1/companies/138426539")).Response.Headers.ETag!.Tag;
        foreach (var (value, expected) in new[]
        {
            (tag, 304), ("W/" + tag, 304), ($"\"other\", {tag}", 304), ("*", 304), ("\"other\"", 200), ("not a tag", 200),
        })
        {
            var (response, body) = await GetAsync("/v1/companies/138426539", ("If-None-Match", value));
            Assert.That((int)response.StatusCode, Is.EqualTo(expected), value);
            Assert.That(body.Length == 0, Is.EqualTo(expected == 304), value);
            Assert.That(response.Headers.ETag!.Tag, Is.EqualTo(tag));
        }
    }

    [TestCase("Sun, 01 Mar 2026 06:00:05 GMT", 304)]
    [TestCase("Sun, 01 Mar 2026 06:00:04 GMT", 200)]
    [TestCase("yesterday", 200)]
    public async Task If_modified_since_compares_whole_seconds(string since, int expected)
    {
        var (response, _) = await GetAsync("/v1/companies/138426539", ("If-Modified-Since", since));
        Assert.That((int)response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task If_modified_since_is_ignored_beside_if_none_match()
    {
        var (response, _) = await GetAsync(
            "/v1/companies/138426539", ("If-Modified-Since", "Sun, 01 Mar 2026 06:00:05 GMT"), ("If-None-Match", "\"other\""));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/companies/138426539");
        using var response = await Http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(System.Text.Encoding.UTF8.GetByteCount(Samples.Acme)));
        Assert.That(response.Headers.ETag, Is.Not.Null);
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("/v2/social-debts/a%2Fb~2026-01")]
    [TestCase("/v2/social-debts/%61%2fb~2026%2D01")]
    [TestCase("/v2/social-debts/a%2Fb~2026-01/")]
    public async Task A_key_is_found_in_any_percent_encoding(string path)
    {
        var (response, body) = await GetAsync(path);
        Assert.That(body, Is.EqualTo("""{"account":"a/b","period":"2026-01"}"""));
        Assert.That(response.Content.Headers.ContentLocation!.OriginalString, Is.EqualTo("/v2/social-debts/a%2Fb~2026-01"));
    }

    [TestCase("a%252Fb~2026-01", TestName = "a percent sign inside a part is not decoded twice")]
    [TestCase("a%2Fb", TestName = "a part is missing")]
    public async Task Another_key_is_unknown(string key) =>
        Assert.That(await ProblemAsync("/v2/social-debts/" + key), Is.EqualTo(
            ("PSR-6002", 404, "/v2/social-debts has no value of this key; a key is {account}~{period}.")));

    [Test]
    public async Task An_encoded_tilde_is_the_joint_too() =>
        Assert.That(await RawAsync("GET /v2/social-debts/a%2Fb%7E2026-01 HTTP/1.1\r\nHost: localhost\r\n\r\n"), Is.EqualTo(200));

    [TestCase("a~b")]
    [TestCase("a%7Eb")]
    [TestCase("a!7Eb")]
    [TestCase("a%217Eb")]
    public async Task A_tilde_in_a_key_of_one_part_is_found_in_every_spelling(string key)
    {
        Store.Put("companies", "a!7Eb", Samples.Crux);
        Assert.That(await RawAsync($"GET /v1/companies/{key} HTTP/1.1\r\nHost: localhost\r\n\r\n"), Is.EqualTo(200));
    }

    [Test]
    public async Task A_deleted_key_has_a_problem_of_its_own() =>
        Assert.That(await ProblemAsync("/v1/companies/400000004"), Is.EqualTo(("PSR-6003", 404, "The value was deleted on 2026-03-01T06:00:00.000Z.")));

    [Test]
    public async Task Fields_and_meta_can_be_joined()
    {
        var (_, body) = await GetAsync("/v1/companies/138426539?fields=person&include=meta");
        Assert.That(body, Does.StartWith("""{"data":{"person":{"lastName":"DURAND","firstName":"Zoé"}},"meta":{"key":"138426539","eventId":"event-7","""));
        Assert.That(body, Does.Not.Contain("place.csv"));
    }
}
