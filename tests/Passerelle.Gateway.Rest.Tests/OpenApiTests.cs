using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Passerelle.Gateway.Rest.Served;
using Passerelle.Gateway.Workspace.DataContracts;
using OpenApiDocument = Passerelle.Gateway.Rest.OpenApi.OpenApiDocument;

namespace Passerelle.Gateway.Rest.Tests;

internal sealed class OpenApiTests : RestFixture
{
    [Test]
    public async Task Every_reference_resolves()
    {
        var document = await JsonAsync("/openapi/v1.json");
        var references = All(document).OfType<JsonObject>().Select(o => o["$ref"]?.GetValue<string>()).OfType<string>().ToList();
        Assert.That(references, Does.Contain("#/components/schemas/companies.v1/$defs/size").And.Contain("#/components/responses/problem400"));
        foreach (var reference in references.Distinct())
        {
            JsonNode? at = document;
            foreach (var part in reference.Split('/').Skip(1)) at = at?[part];
            Assert.That(at, Is.Not.Null, reference);
        }
    }

    [Test]
    public async Task Every_operation_has_an_id_responses_and_declared_path_parameters()
    {
        var paths = (await JsonAsync("/openapi/v1.json"))["paths"]!.AsObject();
        var operations = paths.SelectMany(p => p.Value!.AsObject().Select(o => (Path: p.Key, Operation: o.Value!.AsObject()))).ToList();
        Assert.That(operations.Select(o => o.Operation["operationId"]!.GetValue<string>()), Is.EqualTo(
            new[] { "list.companies.v1", "read.companies.v1", "list.social-debts.v2", "read.social-debts.v2" }));
        foreach (var (path, operation) in operations)
        {
            Assert.That(operation["responses"]!.AsObject().Select(r => r.Key), Is.SupersetOf(new[] { "200", "400", "406", "500", "503", "504" }));
            var parameters = operation["parameters"]!.AsArray().Select(p => (In: p!["in"]!.GetValue<string>(), Name: p["name"]!.GetValue<string>())).ToList();
            Assert.That(parameters, Is.Unique);
            Assert.That(parameters.Exists(p => p == ("path", "key")), Is.EqualTo(path.EndsWith("{key}", StringComparison.Ordinal)));
        }
    }

    [Test]
    public async Task Parameters_are_those_that_requests_are_checked_against()
    {
        var parameters = (await JsonAsync("/openapi/v1.json"))["paths"]!["/v1/companies"]!["get"]!["parameters"]!.AsArray();
        Assert.That(parameters.Select(p => p!["name"]!.GetValue<string>()).Where(n => n.StartsWith("active", StringComparison.Ordinal) || n.StartsWith("capital", StringComparison.Ordinal)), Is.EqualTo(
            new[] { "active", "active[ne]", "capital", "capital[ne]", "capital[lt]", "capital[lte]", "capital[gt]", "capital[gte]" }));
        Assert.That(parameters.Single(p => p!["name"]!.GetValue<string>() == "createdOn[gte]")!.ToJsonString(), Is.EqualTo(
            """{"name":"createdOn[gte]","in":"query","description":"createdOn is greater or equal.","schema":{"type":"string","format":"date"}}"""));
        Assert.That(parameters.Single(p => p!["name"]!.GetValue<string>() == "size")!["schema"]!.ToJsonString(), Is.EqualTo(
            """{"type":"string","enum":["small","medium","large"]}"""));
    }

    [Test]
    public async Task The_schema_passes_through_with_classifications_and_lifecycle()
    {
        var document = await JsonAsync("/openapi/v1.json");
        var schema = document["components"]!["schemas"]!["companies.v1"]!;
        Assert.That(schema["properties"]!["siren"]!.ToJsonString(), Is.EqualTo(
            """{"type":"string","pattern":"^[0-9]{9}$","examples":["138426539"],"x-classification":"public"}"""));
        Assert.That(schema["properties"]!["person"]!["properties"]!["lastName"]!["x-classification"]!.GetValue<string>(), Is.EqualTo("personal"));
        Assert.That(schema["x-freshness"]!.GetValue<string>(), Is.EqualTo("P2D"));
        var deprecated = document["paths"]!["/v2/social-debts"]!["get"]!;
        Assert.That((deprecated["deprecated"]!.GetValue<bool>(), deprecated["x-sunset"]!.GetValue<string>()), Is.EqualTo((true, "2027-01-01")));
    }

    [Test]
    public async Task It_is_the_same_every_time_and_answers_304()
    {
        var once = Write(Samples.Companies, Samples.Debts);
        Assert.That(Write(Samples.Companies, Samples.Debts), Is.EqualTo(once));
        var tag = (await GetAsync("/openapi/v1.json")).Response.Headers.ETag!.Tag;
        Assert.That((int)(await GetAsync("/openapi/v1.json", ("If-None-Match", tag))).Response.StatusCode, Is.EqualTo(304));
    }

    /// <summary>2.3.0 looks for schemas by component name only, so that it warns of pointers into one; nothing else may be found.</summary>
    [Test]
    public async Task The_OpenAPI_reader_finds_nothing_wrong_and_all_operations()
    {
        var (_, body) = await GetAsync("/openapi/v1.json");
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(body, "json");
        Assert.That(read.Diagnostic!.Errors.Select(e => e.ToString()), Is.Empty);
        Assert.That(read.Diagnostic.Warnings.Select(w => w.Message), Is.EqualTo(
            new[] { "The schema reference '#/components/schemas/companies.v1/$defs/size' does not point to an existing schema." }));
        Assert.That(read.Diagnostic.SpecificationVersion, Is.EqualTo(OpenApiSpecVersion.OpenApi3_1));
        var operations = read.Document!.Paths.SelectMany(p => p.Value.Operations!.Select(o => $"{o.Key} {p.Key}"));
        Assert.That(operations, Is.EqualTo(
            new[] { "GET /v1/companies", "GET /v1/companies/{key}", "GET /v2/social-debts", "GET /v2/social-debts/{key}" }));
        var limit = read.Document.Paths["/v1/companies"].Operations![HttpMethod.Get].Parameters!.Single(p => p.Name == "limit");
        Assert.That((limit.In, limit.Required, limit.Schema!.Type, limit.Schema.Maximum), Is.EqualTo(
            ((ParameterLocation?)ParameterLocation.Query, false, (JsonSchemaType?)JsonSchemaType.Integer, "1000")));
    }

    /// <summary>Words, orders and nulls that a model of schemas would have lost.</summary>
    [TestCase("""{"type":["string","null"],"enum":["small",null]}""")]
    [TestCase("""{"const":5}""")]
    [TestCase("""{"const":{"a":[1,2.50]}}""")]
    [TestCase("""{"type":"string","default":null,"examples":["x",1,null],"contentEncoding":"base64"}""")]
    [TestCase("""{"type":"number","minimum":1.50,"maximum":100000000000000000000000001}""")]
    [TestCase("""{"type":"array","prefixItems":[{"type":"string"}],"items":false,"contains":{"type":"string"},"maxContains":2}""")]
    [TestCase("""{"if":{"minLength":1},"then":true,"else":{"type":"null"},"propertyNames":{"pattern":"^a"},"unevaluatedProperties":false}""")]
    [TestCase("""{"nobodyKnowsThis":{"deep":[1]},"x-mine":1.0}""")]
    public void A_schema_is_passed_through_word_for_word(string schema)
    {
        var contract = Samples.Debts with
        {
            Schema = Samples.Parse("""{"type":"object","properties":{"a":""" + schema + "}}"),
            Classifications = new Dictionary<string, Classification>(),
        };
        var served = JsonNode.Parse(Write(contract))!["components"]!["schemas"]!["social-debts.v2"]!["properties"]!["a"]!;
        Assert.That(served.ToJsonString(), Is.EqualTo(schema[..^1] + ""","x-classification":"internal"}"""));
    }

    private static byte[] Write(params DataContract[] contracts)
    {
        ServedContract[] served = [.. contracts.Select(c => new ServedContract(c, showPersonal: true))];
        return OpenApiDocument.Write("x", served, ContractFeatures.Describe(served));
    }

    private static IEnumerable<JsonNode> All(JsonNode node)
    {
        yield return node;
        var children = node switch { JsonObject o => o.Select(m => m.Value), JsonArray a => a, _ => Enumerable.Empty<JsonNode?>() };
        foreach (var below in children.OfType<JsonNode>().SelectMany(All)) yield return below;
    }
}
