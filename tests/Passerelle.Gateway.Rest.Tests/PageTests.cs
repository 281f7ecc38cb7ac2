using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Health;

namespace Passerelle.Gateway.Rest.Tests;

internal sealed class PageTests : RestFixture
{
    [Test]
    public async Task The_index_links_what_there_is()
    {
        var (response, body) = await GetAsync("/");
        Assert.That(JsonNode.Parse(body)!.ToJsonString(), Is.EqualTo(
            """{"title":"Passerelle","contracts":[{"name":"companies","version":"1.0.0","title":"Companies","href":"/v1/companies"},{"name":"social-debts","version":"2.1.0","title":"","href":"/v2/social-debts","deprecated":true}],"links":{"docs":"/docs","openapi":"/openapi/v1.json","catalog":"/.well-known/api-catalog","problems":"/problems","live":"/health/live","ready":"/health/ready"}}"""));
        Assert.That(response.Headers.GetValues("Link"), Is.EqualTo(new[] { "</.well-known/api-catalog>; rel=\"api-catalog\"" }));

        var (html, _) = await GetAsync("/", ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        Assert.That(html.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
    }

    [Test]
    public async Task The_catalog_is_a_linkset_of_all_contracts()
    {
        var (response, body) = await GetAsync("/.well-known/api-catalog");
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/linkset+json"));
        Assert.That(JsonNode.Parse(body)!["linkset"]!.AsArray().Select(l => l!["anchor"]!.GetValue<string>()), Is.EqualTo(new[] { "/v1/companies", "/v2/social-debts" }));
    }

    [Test]
    public async Task Every_problem_type_has_its_page_as_json_and_html()
    {
        var types = (await JsonAsync("/problems"))["problems"]!.AsArray().Select(p => p!["type"]!.GetValue<string>()).ToList();
        Assert.That(types, Has.Count.EqualTo(23).And.Unique);
        foreach (var type in types)
        {
            Assert.That((await JsonAsync(type))["type"]!.GetValue<string>(), Is.EqualTo(type));
            var (html, text) = await GetAsync(type, ("Accept", "text/html"));
            Assert.That(html.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"), text);
        }
    }

    [Test]
    public async Task The_docs_load_nothing_from_elsewhere()
    {
        var (redirect, _) = await GetAsync("/docs");
        Assert.That(redirect.Headers.Location?.OriginalString, Is.EqualTo("docs/"));
        var (response, html) = await GetAsync("/docs/");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), html);
        Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("connect-src 'self'").And.Not.Contain("http"));
        Assert.That(Regex.Matches(html, "(?:src|href)=\"([^\"]*)\"").Select(m => m.Groups[1].Value), Has.None.Match("^(https?:)?//"), html);
        Assert.That(html, Does.Not.Contain("https://"));

        var scripts = Regex.Matches(html, "<script[^>]*src=\"([^\"]+)\"").Select(m => new Uri(new Uri(Address, "/docs/"), m.Groups[1].Value)).ToList();
        Assert.That(scripts, Is.Not.Empty, html);
        foreach (var script in scripts)
        {
            var (file, text) = await GetAsync(script.PathAndQuery);
            Assert.That(file.StatusCode, Is.EqualTo(HttpStatusCode.OK), script.ToString());
            Assert.That(text, Is.Not.Empty);
        }
    }

    [Test]
    public async Task Live_answers_and_ready_tells_each_part_with_its_reason()
    {
        Assert.That((await JsonAsync("/health/live")).ToJsonString(), Is.EqualTo("""{"status":"ok"}"""));
        Entries =
        [
            new HealthEntry(HealthPart.Store, "sqlite", HealthStatus.Ok, null, "open", DateTimeOffset.UnixEpoch),
            new HealthEntry(HealthPart.Flow, "legal-units", HealthStatus.Degraded, new ErrorCode("PSR-4501", FailureKind.Timeout, "Late"), "expected by 06:00", DateTimeOffset.UnixEpoch),
        ];
        Assert.That((await JsonAsync("/health/ready")).ToJsonString(), Is.EqualTo(
            """{"status":"ready","parts":[{"part":"flow","name":"legal-units","status":"degraded","code":"PSR-4501","reason":"expected by 06:00","since":"1970-01-01T00:00:00\u002B00:00"},{"part":"store","name":"sqlite","status":"ok","reason":"open","since":"1970-01-01T00:00:00\u002B00:00"}]}"""));
    }

    [Test]
    public void An_address_is_scheme_host_and_port()
    {
        var setup = new RestSetup { Listen = new Uri("https://127.0.0.1:8443/api"), Contracts = [], Store = Store, Health = this };
        var error = Assert.Throws<PasserelleException>(() => RestHost.Create(setup));

        Assert.That(
            $"{error!.Code}: {error.Message} {error.Remedy}",
            Is.EqualTo(
                "PSR-6050: listen is https://127.0.0.1:8443/api; expected an address as http://127.0.0.1:8080. "
                + "Write http://host:port or https://host:port, without a path."));
    }

    [Test]
    public async Task An_address_that_is_taken_is_a_configuration_error()
    {
        await using var second = RestHost.Create(new RestSetup { Listen = Address, Contracts = [], Store = Store, Health = this });
        var error = await Assert.ThrowsAsync<PasserelleException>(() => second.StartAsync(CancellationToken.None));
        Assert.That((error!.Code.Id, error.Remedy), Is.EqualTo(("PSR-6050", "Free the port, or write another address at listen in passerelle.yaml.")));
    }
}
