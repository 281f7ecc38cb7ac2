using System.Text.Json.Nodes;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Health;

namespace Passerelle.Gateway.Rest.Tests;

/// <summary>As beyond loopback: personal fields are not served.</summary>
internal sealed class WithheldFieldTests : RestFixture
{
    protected override RestSetup Change(RestSetup setup) => setup with { Listen = new Uri("http://0.0.0.0:0") };

    [Test]
    public async Task Personal_fields_are_left_out_of_items_and_pages()
    {
        var expected = """{"siren":"138426539","name":"ACME","active":true,"size":"small","createdOn":"2020-01-31","capital":1250.50}""";
        var (_, body) = await GetAsync("/v1/companies/138426539");
        Assert.That(body, Is.EqualTo(expected));
        (_, body) = await GetAsync("/v1/companies?name=ACME");
        Assert.That(body, Does.StartWith($"{{\"data\":[{expected}],"));
    }

    [Test]
    public async Task Personal_fields_can_be_neither_asked_for_nor_guessed_by_filters()
    {
        Assert.That(await ProblemAsync("/v1/companies?person.lastName[prefix]=D"), Is.EqualTo(
            ("PSR-6010", 400, "'person.lastName[prefix]' does not exist. Parameters: limit, cursor, sort, fields, include; filters: siren, name, active, size, createdOn, capital.")));
        Assert.That(await ProblemAsync("/v1/companies/138426539?fields=person.lastName"), Is.EqualTo(
            ("PSR-6016", 400, "'person.lastName' does not exist. Fields: siren, name, active, size, createdOn, capital.")));
    }

    [Test]
    public async Task The_description_names_what_is_withheld_and_does_not_offer_it()
    {
        var schema = (await JsonAsync("/openapi/v1.json"))["components"]!["schemas"]!["companies.v1"]!.AsObject();
        Assert.That(schema["x-withheld"]!.ToJsonString(), Is.EqualTo("""["person","person.lastName","person.firstName"]"""));
        Assert.That(schema["properties"]!.AsObject().ContainsKey("person"), Is.False);
    }

    [Test]
    public async Task Readiness_gives_titles_of_codes_but_no_free_text()
    {
        Entries = [new HealthEntry(
            HealthPart.Flow, "legal-units", HealthStatus.Failed, new ErrorCode("PSR-2001", FailureKind.Connection, "The folder cannot be read"),
            "the folder /srv/inbox is gone", DateTimeOffset.UnixEpoch)];
        var (response, body) = await GetAsync("/health/ready");
        Assert.That((int)response.StatusCode, Is.EqualTo(503));
        Assert.That(JsonNode.Parse(body)!.ToJsonString(), Is.EqualTo(
            """{"status":"not-ready","parts":[{"part":"flow","name":"legal-units","status":"failed","code":"PSR-2001","reason":"The folder cannot be read","since":"1970-01-01T00:00:00\u002B00:00"}]}"""));
    }
}
