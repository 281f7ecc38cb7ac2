using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.DataContracts;

internal sealed class DataContractCompilerTests
{
    private const string Good = """
        name: companies
        version: 1.2.0
        key: [siren]
        schema:
          type: object
          required: [siren]
          properties:
            siren: { type: string, pattern: "^[0-9]{9}$" }
            address: { type: object, properties: { postCode: { type: [string, "null"] } } }
            amount: { type: number }
        fields:
          siren: { classification: public, filterable: true, sortable: true }
          address: { classification: personal }
          address.postCode: { filterable: true }
        freshness: P2D
        partitions: 4
        deprecation: { since: 2027-01-31, sunset: 2028-01-31, link: https://example.org/new }
        """;

    [Test]
    public void A_contract_is_read_whole()
    {
        var contract = Compile(Good, out var problems)!;

        Assert.Multiple(() =>
        {
            Assert.That(problems, Is.Empty);
            Assert.That(contract.Version, Is.EqualTo(new Version(1, 2, 0)));
            Assert.That(contract.Key, Is.EqualTo(new[] { "siren" }));
            Assert.That(contract.Filterable.Select(f => (f.Name, f.Type)), Is.EqualTo(new[] { ("siren", FieldType.Text), ("address.postCode", FieldType.Text) }));
            Assert.That(contract.Sortable.Select(f => f.Name), Is.EqualTo(new[] { "siren" }));
            Assert.That(contract.Classifications["address"], Is.EqualTo(Classification.Personal));
            Assert.That(contract.Freshness, Is.EqualTo(TimeSpan.FromDays(2)));
            Assert.That(contract.Partitions, Is.EqualTo(4));
            Assert.That(contract.Deprecation, Is.EqualTo(new ContractDeprecation(new DateOnly(2027, 1, 31), new DateOnly(2028, 1, 31), "https://example.org/new")));
            Assert.That(contract.Fingerprint, Has.Length.EqualTo(64));
        });
    }

    [Test]
    public void The_fingerprint_does_not_depend_on_the_order_of_members()
    {
        var other = Good.Replace("{ type: string, pattern: \"^[0-9]{9}$\" }", "{ pattern: \"^[0-9]{9}$\", type: string }");

        Assert.That(Compile(other, out _)!.Fingerprint, Is.EqualTo(Compile(Good, out _)!.Fingerprint));
        Assert.That(Compile(Good.Replace("{9}", "{8}"), out _)!.Fingerprint, Is.Not.EqualTo(Compile(Good, out _)!.Fingerprint));
    }

    [Test]
    public void All_mistakes_of_a_contract_are_reported_at_once_with_place_and_repair()
    {
        Compile("""
            nam: x
            name: Companies
            version: "1.0"
            key: [siren, town, amount]
            schema:
              type: object
              required: [siren]
              properties:
                siren: { type: string }
                amount: { type: number }
                list: { type: array }
            fields:
              sirn: { classification: public }
              siren: { classification: publc, filterabel: true }
              list: { sortable: true }
            freshness: 2 days
            partitions: 0
            """, out var problems);

        Assert.That(problems, Is.EqualTo(new[]
        {
            "PSR-1500 c.yaml:1:1 nam: `nam` is not known here; remove it; known are `deprecation`, `description`, `title`",
            "PSR-1503 c.yaml:2:7 name: `Companies` cannot be a contract's name; use lower-case letters, digits and hyphens, begin with a letter, at most 63 characters",
            "PSR-1504 c.yaml:3:10 version: `1.0` is not a semantic version; write three numbers, as `1.0.0`",
            "PSR-1505 c.yaml:4:14 key[1]: the key member `town` is not in the schema; use a member that is; known are `amount`, `list`, `siren`",
            "PSR-1505 c.yaml:4:20 key[2]: the key member `amount` is not required; add `amount` to `required` in the schema",
            "PSR-1506 c.yaml:13:3 fields.sirn: the schema has no field `sirn`; write `siren`",
            "PSR-1507 c.yaml:14:28 fields.siren.classification: `publc` is none of `public`, `internal`, `personal`, `sensitive`; write `public`",
            "PSR-1500 c.yaml:14:35 fields.siren.filterabel: `filterabel` is not known here; write `filterable`",
            "PSR-1508 c.yaml:15:21 fields.list.sortable: `list` is not one text, number or boolean and cannot be sortable; remove `sortable`, or name a scalar field inside it",
            "PSR-1509 c.yaml:16:12 freshness: `2 days` is not a duration of days, hours, minutes and seconds; write ISO 8601, as `PT15M`, `PT6H` or `P2D`",
            "PSR-1511 c.yaml:17:13 partitions: `0` is out of bounds; write a number from 1 to 1024",
        }));
    }

    [Test]
    public void Mistakes_of_a_schema_are_reported_where_they_stand()
    {
        Compile("""
            name: a
            version: 1.0.0
            key: [id]
            schema:
              type: object
              properties:
                id: { type: strin, maxLenght: 3 }
                b: { pattern: "(?=x)", format: dat }
                c: { $ref: "#/$defs/c", multipleOf: 0 }
                d: { patternProperties: {} }
                e: { enum: [], items: 3 }
              $defs:
                c: { items: { $ref: "#/$defs/c" } }
            """, out var problems);

        Assert.That(problems.Select(p => p.Split(';')[0]), Is.EqualTo(new[]
        {
            "PSR-1521 c.yaml:7:17 schema.properties.id.type: `strin` is none of `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`",
            "PSR-1520 c.yaml:7:24 schema.properties.id.maxLenght: the schema keyword `maxLenght` is not supported",
            "PSR-1522 c.yaml:8:19 schema.properties.b.pattern: the pattern cannot be compiled: look-around and back-references have no bounded time",
            "PSR-1523 c.yaml:8:36 schema.properties.b.format: `dat` is none of `date`, `date-time`, `time`, `uri`, `email`, `uuid`",
            "PSR-1521 c.yaml:9:41 schema.properties.c.multipleOf: `multipleOf` is `0`",
            "PSR-1520 c.yaml:10:10 schema.properties.d.patternProperties: the schema keyword `patternProperties` is not supported",
            "PSR-1521 c.yaml:11:16 schema.properties.e.enum: `enum` is an empty list",
            "PSR-1521 c.yaml:11:27 schema.properties.e.items: expected `true` or `false` or a map, found `3`",
            "PSR-1524 c.yaml:13:25 schema.$defs.c.items.$ref: `#/$defs/c` refers to itself",
        }));
    }

    [Test]
    public void What_YAML_takes_for_a_number_or_a_boolean_and_JSON_for_text_is_a_mistake()
    {
        Compile("""
            name: a
            version: 1.0.0
            key: id
            schema:
              type: object
              required: [id]
              properties:
                id: { type: string, minLength: 007, maxLength: "9" }
                b: { uniqueItems: True, deprecated: yes }
                c: { minimum: +5, items: }
                d: True
            partitions: "4"
            """, out var problems);

        Assert.That(problems, Is.EqualTo(new[]
        {
            "PSR-1521 c.yaml:8:36 schema.properties.id.minLength: `minLength` is `007`, which JSON reads as text; write `7`",
            "PSR-1521 c.yaml:8:52 schema.properties.id.maxLength: expected a whole number, found quoted text; write 9 without quotes",
            "PSR-1521 c.yaml:9:23 schema.properties.b.uniqueItems: `uniqueItems` is `True`, which JSON reads as text; write `true`",
            "PSR-1521 c.yaml:9:41 schema.properties.b.deprecated: expected `true` or `false`, found `yes`; write `true` or `false`, as `true`",
            "PSR-1521 c.yaml:10:19 schema.properties.c.minimum: `minimum` is `+5`, which JSON reads as text; write `5`",
            "PSR-1521 c.yaml:10:30 schema.properties.c.items: expected `true` or `false` or a map, found nothing; write `true` or `false` or a map, as `{ type: string }`",
            "PSR-1521 c.yaml:11:8 schema.properties.d: a schema is `True`, which JSON reads as text; write `true`",
            "PSR-1502 c.yaml:12:13 partitions: expected a whole number, found quoted text; write 4 without quotes",
        }));
    }

    internal static DataContract? Compile(string yaml, out List<string> problems)
    {
        var list = new ProblemList();
        var root = (ConfigMap)YamlReader.Read("c.yaml", yaml, list)!;
        var contract = DataContractCompiler.Compile(root, list);
        problems = [.. list.Sorted().Select(p => $"{p.Code} {p.Location} {p.Path}: {p.Message}; {p.Repair}")];
        return contract;
    }
}
