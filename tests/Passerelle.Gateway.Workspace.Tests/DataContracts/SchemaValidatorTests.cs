using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Workspace.Tests.DataContracts;

internal sealed class SchemaValidatorTests
{
    [TestCase("""{"type":"string"}""", "\"a\"")]
    [TestCase("""{"type":["string","null"]}""", "null")]
    [TestCase("""{"type":"integer"}""", "1.0")]
    [TestCase("""{"minimum":0}""", "79228162514264337593543950335")]
    [TestCase("""{"minimum":0}""", "7.9228162514264337593543950335")]
    [TestCase("""{"minimum":0}""", "1.000000000000000000000000000000000000000")]
    [TestCase("""{"const":1e30}""", "1000000000000000000000000000000")]
    [TestCase("""{"enum":[-1.50e-40]}""", "-15E-41")]
    [TestCase("""{"type":"number"}""", "12345678901234567890123456789012345678901234567890")]
    [TestCase("""{"maxLength":2}""", "\"\\ud83d\\ude00é\"")]
    [TestCase("""{"maxLength":2}""", "\"😀é\"")]
    [TestCase("""{"minLength":2}""", "\"éé\"")]
    [TestCase("""{"pattern":"^[0-9]{9}$"}""", "\"123456789\"")]
    [TestCase("""{"pattern":"b"}""", "\"abc\"")]
    [TestCase("""{"multipleOf":0.01}""", "19.99")]
    [TestCase("""{"enum":["a",null,1.0,{"x":[1]}]}""", "1")]
    [TestCase("""{"enum":["a",null,1.0,{"x":[1]}]}""", "{\"x\":[1.00]}")]
    [TestCase("""{"uniqueItems":true}""", "[1,2,\"1\"]")]
    [TestCase("""{"format":"date"}""", "\"2024-02-29\"")]
    [TestCase("""{"format":"date-time"}""", "\"2024-03-01T00:59:60.5+01:00\"")]
    [TestCase("""{"format":"time"}""", "\"08:00:00Z\"")]
    [TestCase("""{"format":"uri"}""", "\"https://example.org/a?b\"")]
    [TestCase("""{"format":"email"}""", "\"a.b@example.org\"")]
    [TestCase("""{"format":"uuid"}""", "\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"")]
    [TestCase("""{"anyOf":[{"type":"string"},{"minimum":3}]}""", "4")]
    [TestCase("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", "4")]
    [TestCase("""{"$defs":{"d":{"type":"object","required":["a"]}},"$ref":"#/$defs/d"}""", "{\"a\":1}")]
    [TestCase("""{"type":"object","additionalProperties":{"type":"integer"}}""", "{\"a\":1}")]
    [TestCase("""{"type":"object","required":["x"]}""", "{\"x\":1}")]
    public void A_fitting_value_is_valid(string schema, string json) => Assert.That(Validate(schema, json), Is.Null);

    [TestCase("""{"type":"string"}""", "1", "the value: expected string, found 1")]
    [TestCase("""{"type":["object","null"]}""", "[1]", "the value: expected object or null, found a list")]
    [TestCase("""{"type":"integer"}""", "1.5", "the value: expected integer, found 1.5")]
    [TestCase("""{"maxLength":1}""", "\"éé\"", "the value: expected at most 1 characters, found 2: 'éé'")]
    [TestCase("""{"minLength":2}""", "\"😀\"", "the value: expected at least 2 characters, found 1: '😀'")]
    [TestCase("""{"pattern":"^[0-9]{3}$"}""", "\"123\\n\"", "the value: expected text that matches ^[0-9]{3}$, found '123\n'")]
    [TestCase("""{"pattern":"^\\d{3}$"}""", "\"١٢٣\"", "the value: expected text that matches ^\\d{3}$, found '١٢٣'")]
    [TestCase("""{"minimum":1}""", "0.999", "the value: expected at least 1, found 0.999")]
    [TestCase("""{"exclusiveMaximum":1}""", "1", "the value: expected less than 1, found 1")]
    [TestCase("""{"multipleOf":0.01}""", "19.999", "the value: expected a multiple of 0.01, found 19.999")]
    [TestCase("""{"const":"a"}""", "\"b\"", "the value: expected \"a\", found the text 'b'")]
    [TestCase("""{"enum":["a",null]}""", "\"b\"", "the value: expected one of \"a\", null, found the text 'b'")]
    [TestCase("""{"items":{"type":"string"}}""", "[\"a\",2]", "/1: expected string, found 2")]
    [TestCase("""{"minItems":2}""", "[1]", "the value: expected at least 2 items, found 1")]
    [TestCase("""{"uniqueItems":true}""", "[1,1.0]", "the value: expected every item once, found 1 twice")]
    [TestCase("""{"format":"date"}""", "\"2023-02-29\"", "the value: expected the format date, found '2023-02-29'")]
    [TestCase("""{"format":"date-time"}""", "\"2023-02-28T10:00:00\"", "the value: expected the format date-time, found '2023-02-28T10:00:00'")]
    [TestCase("""{"format":"email"}""", "\"a@b@c.d\"", "the value: expected the format email, found 'a@b@c.d'")]
    [TestCase("""{"additionalProperties":false}""", "{\"a/b\":1}", "/a~1b: expected nothing here, found 1")]
    [TestCase("""{"required":["a"]}""", "{}", "/a: expected a value, found nothing")]
    [TestCase("""{"oneOf":[{"type":"integer"},{"minimum":3}]}""", "4", "the value: expected exactly one of 2 alternatives of `oneOf`, found 2 that fit")]
    [TestCase("""{"minimum":0}""", "1e-35", "the value: expected at most 28 digits, found 1e-35")]
    [TestCase("""{"maximum":1}""", "1.00000000000000000000000000000001",
        "the value: expected at most 28 digits, found 1.00000000000000000000000000000001")]
    [TestCase("""{"enum":[1,2],"const":2}""", "1", "the value: expected 2, found 1")]
    [TestCase("""{"enum":[1],"const":2}""", "1", "the value: expected what both `enum` and `const` allow, which is nothing, found 1")]
    [TestCase("""{"pattern":"a"}""", "\"\"", "the value: expected text that matches a, found ''")]
    [TestCase("""{"anyOf":[{"type":"string"},{"minimum":3}]}""", "2", "the value: expected one of 2 alternatives of `anyOf`, found none that fits")]
    public void A_violation_names_place_expected_and_found(string schema, string json, string message) =>
        Assert.That(Validate(schema, json)?.Message, Is.EqualTo(message));

    [Test]
    public void Every_violation_of_a_value_is_reported_with_its_pointer()
    {
        var failure = Validate(
            """{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"c":{"properties":{"d":{"type":"integer"}}}},"additionalProperties":false}""",
            """{"a":1,"c":{"d":"x"},"e":2}""");

        Assert.That(
            failure!.Others.Prepend(failure).Select(f => $"{f.Code} {f.Field}"),
            Is.EqualTo(new[] { "PSR-3201 /a", "PSR-3201 /c/d", "PSR-3203 /e", "PSR-3202 /b" }));
    }

    [Test]
    public void A_good_value_costs_no_allocation()
    {
        var validator = Compile("""{"type":"object","required":["a"],"properties":{"a":{"pattern":"^[A-Z]+$","maxLength":9},"b":{"format":"date"},"c":{"minimum":0,"type":"number"},"d":{"enum":["x","y"]}}}""");
        var json = Encoding.UTF8.GetBytes("""{"a":"ABC","b":"2024-01-01","c":12.50,"d":"y"}""");
        for (var i = 0; i < 100; i++) validator.Validate(json);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) validator.Validate(json);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000), "bytes for 1000 values");
    }

    [Test]
    public void Text_that_is_not_json_is_a_failure() =>
        Assert.That(Validate("{}", "{\"a\":")!.Code, Is.EqualTo(ValidationCodes.NotJson));

    [TestCase("""{"minLength":1}""", "\"\\ud800\"")]
    [TestCase("""{"enum":[[1]]}""", "[\"\\ud800\"]")]
    [TestCase("""{"const":"a"}""", "{\"\\ud800\":1}")]
    public void Half_a_surrogate_pair_is_a_failure(string schema, string json)
    {
        var failure = Validate(schema, json)!;

        Assert.That((failure.Code, failure.Message), Is.EqualTo((
            ValidationCodes.NotJson,
            "the value is not JSON: Cannot read incomplete UTF-16 JSON text as string with missing low surrogate")));
    }

    private static Passerelle.Contracts.Errors.Failure? Validate(string schema, string json) =>
        Compile(schema).Validate(Encoding.UTF8.GetBytes(json));

    private static SchemaValidator Compile(string schema) => SchemaValidator.Compile(JsonElement.Parse(schema));
}
