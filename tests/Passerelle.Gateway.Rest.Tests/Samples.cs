using System.Text.Json;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Rest.Tests;

internal static class Samples
{
    public const string Acme = """{"siren":"138426539","name":"ACME","person":{"lastName":"DURAND","firstName":"Zoé"},"active":true,"size":"small","createdOn":"2020-01-31","capital":1250.50}""";
    public const string Bolt = """{"siren":"200000002","name":"BOLT \u0026 CO","person":null,"active":false,"size":null,"createdOn":"1999-12-31","capital":10}""";
    public const string Crux = """{"siren":"300000003","name":null,"person":null,"active":true,"size":"large","createdOn":null,"capital":null}""";

    public static readonly ContractField Name = new(["name"], FieldType.Text);
    public static readonly ContractField CreatedOn = new(["createdOn"], FieldType.Text);
    public static readonly ContractField Capital = new(["capital"], FieldType.Number);
    public static readonly ContractField LastName = new(["person", "lastName"], FieldType.Text);

    public static DataContract Companies { get; } = new()
    {
        Name = "companies",
        Version = new Version(1, 0, 0),
        Title = "Companies",
        Description = "Legal units.",
        Key = ["siren"],
        Fingerprint = "f1",
        Freshness = TimeSpan.FromDays(2),
        Schema = Parse("""
            {"type":"object","required":["siren","active"],"additionalProperties":false,"$defs":{"size":{"type":["string","null"],"enum":["small","medium","large",null]}},
            "properties":{"siren":{"type":"string","pattern":"^[0-9]{9}$","examples":["138426539"]},
            "name":{"type":["string","null"],"maxLength":120},
            "person":{"type":["object","null"],"properties":{"lastName":{"type":["string","null"]},"firstName":{"type":["string","null"]}}},
            "active":{"type":"boolean"},"size":{"$ref":"#/$defs/size"},"createdOn":{"type":["string","null"],"format":"date"},
            "capital":{"type":["number","null"]}}}
            """),
        Classifications = new Dictionary<string, Classification>
        {
            ["siren"] = Classification.Public,
            ["name"] = Classification.Public,
            ["person"] = Classification.Personal,
        },
        Filterable =
        [
            new(["siren"], FieldType.Text), Name, new(["active"], FieldType.Boolean), new(["size"], FieldType.Text), CreatedOn, Capital, LastName,
        ],
        Sortable = [Name, CreatedOn, Capital],
    };

    /// <summary>Deprecated, public, with a key of two parts.</summary>
    public static DataContract Debts { get; } = new()
    {
        Name = "social-debts",
        Version = new Version(2, 1, 0),
        Key = ["account", "period"],
        Fingerprint = "f2",
        Schema = Parse("""{"type":"object","properties":{"account":{"type":"string"},"period":{"type":"string"}}}"""),
        Classifications = new Dictionary<string, Classification> { ["account"] = Classification.Public, ["period"] = Classification.Public },
        Deprecation = new ContractDeprecation(new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1), "https://example.org/move"),
    };

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
