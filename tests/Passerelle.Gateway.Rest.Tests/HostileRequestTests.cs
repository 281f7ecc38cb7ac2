using System.Net;

namespace Passerelle.Gateway.Rest.Tests;

internal sealed class HostileRequestTests : RestFixture
{
    private const string Parameters = "Parameters: limit, cursor, sort, fields, include; filters: siren, name, active, size, createdOn, capital, person.lastName.";
    private const string FieldNames = "Fields: siren, name, person, person.lastName, person.firstName, active, size, createdOn, capital.";
    private const string SortNames = "Sort by at most 4 of: name, createdOn, capital; each once.";
    private const string BadCursor = "The cursor was changed, or was given for another contract, filter or sort.";

    [TestCase("?limit=0", "PSR-6012", "'0' is not a whole number from 1 to 1000.")]
    [TestCase("?limit=1001", "PSR-6012", "'1001' is not a whole number from 1 to 1000.")]
    [TestCase("?limit=-1", "PSR-6012", "'-1' is not a whole number from 1 to 1000.")]
    [TestCase("?limit=%D9%A3", "PSR-6012", "'٣' is not a whole number from 1 to 1000.")]
    [TestCase("?limit=99999999999999999999", "PSR-6012", "'99999999999999999999' is not a whole number from 1 to 1000.")]
    [TestCase("?limit=1&limit=2", "PSR-6011", "'limit' is given more than once; give it once.")]
    [TestCase("?active=true&active=false", "PSR-6011", "'active' is given more than once; give it once.")]
    [TestCase("?Limit=1", "PSR-6010", "'Limit' does not exist. " + Parameters)]
    [TestCase("?offset=10", "PSR-6010", "'offset' does not exist. " + Parameters)]
    [TestCase("?person.firstName=x", "PSR-6010", "'person.firstName' does not exist. " + Parameters)]
    [TestCase("?name'--=x", "PSR-6010", "'name'--' does not exist. " + Parameters)]
    [TestCase("?=x", "PSR-6010", "'' does not exist. " + Parameters)]
    [TestCase("?name[like]=x", "PSR-6014", "'name[like]' does not exist. Operators of name: ne, lt, lte, gt, gte, prefix.")]
    [TestCase("?active[gt]=true", "PSR-6014", "'active[gt]' does not exist. Operators of active: ne.")]
    [TestCase("?capital[prefix]=1", "PSR-6014", "'capital[prefix]' does not exist. Operators of capital: ne, lt, lte, gt, gte.")]
    [TestCase("?name[]=x", "PSR-6014", "'name[]' does not exist. Operators of name: ne, lt, lte, gt, gte, prefix.")]
    [TestCase("?active=TRUE", "PSR-6013", "The value of active must be true or false.")]
    [TestCase("?capital=1,5", "PSR-6013", "The value of capital must be a decimal number with a point, as 12.50.")]
    [TestCase("?capital=1e400", "PSR-6013", "The value of capital must be a decimal number with a point, as 12.50.")]
    [TestCase("?createdOn[gte]=2020-02-30", "PSR-6013", "The value of createdOn[gte] must be a date, as 2020-01-31.")]
    [TestCase("?createdOn=31/01/2020", "PSR-6013", "The value of createdOn must be a date, as 2020-01-31.")]
    [TestCase("?size=huge", "PSR-6013", "The value of size must be one of small, medium, large.")]
    [TestCase("?siren=1%27%20OR%201=1", "PSR-6013", "The value of siren must be text that matches ^[0-9]{9}$.")]
    [TestCase("?name=a%00b", "PSR-6013", "The value of name must be text of at most 512 characters.")]
    [TestCase("?name[prefix]=", "PSR-6013", "The value of name[prefix] must be text of 1 to 512 characters.")]
    [TestCase("?sort=active", "PSR-6015", "'active' cannot be used. " + SortNames)]
    [TestCase("?sort=name,-name", "PSR-6015", "'-name' cannot be used. " + SortNames)]
    [TestCase("?sort=", "PSR-6015", "'' cannot be used. " + SortNames)]
    [TestCase("?sort=name;drop%20table", "PSR-6015", "'name;drop table' cannot be used. " + SortNames)]
    [TestCase("?fields=siren,secret", "PSR-6016", "'secret' does not exist. " + FieldNames)]
    [TestCase("?fields=__proto__", "PSR-6016", "'__proto__' does not exist. " + FieldNames)]
    [TestCase("?fields=", "PSR-6016", "'' does not exist. " + FieldNames)]
    [TestCase("?include=origin", "PSR-6018", "'origin' does not exist. Additions: meta.")]
    [TestCase("?cursor=", "PSR-6017", BadCursor)]
    [TestCase("?cursor=AAAA", "PSR-6017", BadCursor)]
    [TestCase("?cursor=..%2F..%2Fetc%2Fpasswd", "PSR-6017", BadCursor)]
    [TestCase("?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "PSR-6017", BadCursor)]
    public async Task A_query_that_cannot_be_used_is_explained(string query, string code, string detail) =>
        Assert.That(await ProblemAsync("/v1/companies" + query), Is.EqualTo((code, 400, detail)));

    [Test]
    public async Task All_mistakes_of_a_query_are_told_at_once_in_whole()
    {
        var (_, body) = await GetAsync("/v1/companies?limit=x&sort=size&colour=red", ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        Assert.That(body, Is.EqualTo(
            """{"type":"/problems/invalid-query","title":"Several query parameters cannot be used","status":400,"detail":"3 parameters cannot be used; errors names each.","code":"PSR-6009","remedy":"Mend every entry of errors.","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","errors":["""
            + """{"code":"PSR-6012","parameter":"limit","detail":"'x' is not a whole number from 1 to 1000."},"""
            + "{\"code\":\"PSR-6015\",\"parameter\":\"sort\",\"detail\":\"'size' cannot be used. " + SortNames + "\"},"
            + "{\"code\":\"PSR-6010\",\"parameter\":\"colour\",\"detail\":\"'colour' does not exist. " + Parameters + "\"}]}"));
    }

    [Test]
    public async Task Long_values_and_many_filters_are_refused_and_cut_before_they_are_quoted()
    {
        Assert.That(await ProblemAsync("/v1/companies?name=" + new string('x', 513)), Is.EqualTo(
            ("PSR-6013", 400, "The value of name must be text of at most 512 characters.")));
        Assert.That(await ProblemAsync("/v1/companies?" + new string('y', 2000)), Is.EqualTo(
            ("PSR-6010", 400, $"'{new string('y', 64)}...' does not exist. " + Parameters)));
        string[] operators = ["", "[ne]", "[lt]", "[lte]", "[gt]", "[gte]", "[prefix]"];
        var filters = operators.Select(o => $"name{o}=a").Concat(operators.Select(o => $"person.lastName{o}=a")).Concat(["active=true", "active[ne]=true", "size=small"]);
        Assert.That(await ProblemAsync("/v1/companies?" + string.Join('&', filters)), Is.EqualTo(
            ("PSR-6019", 400, "17 filters are given; at most 16 are taken.")));
    }

    [TestCase("/v3/companies", "PSR-6001", 404)]
    [TestCase("/v1/nothing", "PSR-6001", 404)]
    [TestCase("/v1/companies/138426539/more", "PSR-6001", 404)]
    [TestCase("/v1/companies/%27%3B--", "PSR-6002", 404)]
    [TestCase("/v1/companies/%F0%9F%92%A5", "PSR-6002", 404)]
    [TestCase("/problems/none", "PSR-6001", 404)]
    public async Task What_is_not_there_is_404(string path, string code, int status)
    {
        var problem = await ProblemAsync(path);
        Assert.That((problem.Code, problem.Status), Is.EqualTo((code, status)));
    }

    [TestCase("GET /v1/companies/../companies HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, TestName = "dot segment")]
    [TestCase("GET /v1/companies/%2e%2e/companies HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, TestName = "encoded dot segment")]
    [TestCase("GET //v1/companies HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, TestName = "empty segment")]
    [TestCase("GET /v1/companies/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, TestName = "bad percent encoding")]
    [TestCase("GET /v1/companies/a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, TestName = "NUL in the path")]
    [TestCase("GET /v1/companies/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, TestName = "bytes that are no UTF-8")]
    [TestCase("GET /v1/companies HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, TestName = "foreign host name on loopback")]
    [TestCase("GET /v1/companies HTTP/1.1\r\n\r\n", 400, TestName = "no host")]
    [TestCase("GET /v1/companies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", 413, TestName = "body")]
    [TestCase("GET /v1/companies HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413, TestName = "chunked body")]
    [TestCase("GET /v1/companies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, TestName = "two lengths")]
    [TestCase("TRACE /v1/companies HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, TestName = "TRACE")]
    [TestCase("DROP /v1/companies HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, TestName = "invented method")]
    [TestCase("GET http://localhost/v1/companies/138426539 HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, TestName = "absolute form")]
    [TestCase("nonsense\r\n\r\n", 400, TestName = "not HTTP")]
    public async Task Raw_requests_get_exactly_this_status(string request, int status) =>
        Assert.That(await RawAsync(request), Is.EqualTo(status));

    [Test]
    public async Task Oversized_request_lines_and_headers_have_their_statuses()
    {
        Assert.That(await RawAsync($"GET /v1/companies?name={new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), Is.EqualTo(414));
        Assert.That(await RawAsync($"GET / HTTP/1.1\r\nHost: localhost\r\nX-Big: {new string('a', 17000)}\r\n\r\n"), Is.EqualTo(431));
        var many = string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: 1\r\n"));
        Assert.That(await RawAsync($"GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), Is.EqualTo(431));
    }

    [TestCase("POST")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    public async Task Writes_are_405_with_allow(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/v1/companies/138426539");
        using var response = await Http.SendAsync(request);
        Assert.That(ReadProblem(response, await response.Content.ReadAsStringAsync()), Is.EqualTo(
            ("PSR-6020", 405, "The methods here are GET, HEAD, OPTIONS.")));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo(new[] { "GET", "HEAD", "OPTIONS" }));
    }

    [Test]
    public async Task Options_lists_the_methods()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/companies");
        using var response = await Http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo(new[] { "GET", "HEAD", "OPTIONS" }));
    }

    [TestCase("application/json", 200)]
    [TestCase("application/*;q=0.1", 200)]
    [TestCase("text/html, */*;q=0.1", 200)]
    [TestCase("text/csv", 406)]
    [TestCase("application/json;q=0, */*", 406)]
    public async Task Accept_decides_between_200_and_406(string accept, int status)
    {
        var (response, _) = await GetAsync("/v1/companies", ("Accept", accept));
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }
}
