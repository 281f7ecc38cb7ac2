using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

/// <summary>What mappings get wrong, by whole messages.</summary>
internal sealed class MappingProblemsTests
{
    private const string Contract = """
        name: things
        version: 1.0.0
        key: [id]
        schema:
          type: object
          required: [id]
          properties:
            id: { type: string }
            a: { type: string }
            b: { type: string }
            c: { type: string }
            d: { type: string }
            e: { type: string }
            list: { type: array, items: { type: string } }
            part: { type: object, properties: { x: { type: string } } }
        """;

    [Test]
    public void All_mistakes_of_a_mapping_are_reported_at_once_with_place_and_repair()
    {
        var problems = Problems("""
            key: [id]
            deleteWhen: { field: state, equls: X }
            skipWhen: { any: [{ field: a, is: emty }, { is: empty }, { field: a, equals: x, in: [y] }, { field: a, matches: "(?=x)" }] }
            asOf: { from: at, onError: skip }
            orderBy: [v]
            mapping:
              id: { from: id, convert: [trimm, [trim], { trim: 1 }] }
              a: { form: a }
              b: { from: b, value: 1 }
              c: { firstOf: [], convert: { date: {} } }
              d: [x]
              e:
              list: { array: { from: l, item: { from: . }, each: {} } }
              part: { object: { y: y, x: { from: a..b } } }
            """);

        Assert.That(problems, Is.EqualTo(new[]
        {
            "PSR-1800 flow.yaml:2:29 deleteWhen.equls: `equls` is not known here; write `equals`",
            "PSR-1816 flow.yaml:3:35 skipWhen.any[0].is: `emty` is none of `empty`, `present`; write `empty`",
            "PSR-1816 flow.yaml:3:43 skipWhen.any[1]: a condition names a field and one test, or combines conditions; write one of `field`, `all`, `any`, `not`, as `{ field: state, equals: closed }`",
            "PSR-1816 flow.yaml:3:58 skipWhen.any[2]: a condition names a field and one test; write one of `is`, `equals`, `notEquals`, `in`, `notIn`, `matches`, as `{ field: state, equals: closed }`",
            "PSR-1816 flow.yaml:3:113 skipWhen.any[3].matches: the pattern cannot be compiled: look-around and back-references have no bounded time; correct the regular expression",
            "PSR-1802 flow.yaml:4:28 asOf.onError: `asOf` cannot have this `onError`; write `fail`, or `null` for the delivery's time",
            "PSR-1802 flow.yaml:5:10 orderBy: expected text or a map, found a list; write text or a map, as `{ from: siren }`",
            "PSR-1830 flow.yaml:7:29 mapping.id.convert[0]: there is no converter `trimm`; write `trim`",
            "PSR-1802 flow.yaml:7:36 mapping.id.convert[1]: expected one converter, found a list; write its name, or `{ name: options }`",
            "PSR-1800 flow.yaml:7:52 mapping.id.convert[2].trim: `trim` has no options; write `trim` alone",
            "PSR-1800 flow.yaml:8:8 mapping.a.form: `form` is not known here; write `from`",
            "PSR-1813 flow.yaml:9:6 mapping.b: exactly one source is needed; write one of `from`, `value`, `firstOf`, `concat`, `jmesPath`, `object`, `array`, as `from: siren`",
            "PSR-1802 flow.yaml:10:17 mapping.c.firstOf: `firstOf` is an empty list; write at least one item, as `[name, alias]`",
            "PSR-1801 flow.yaml:10:38 mapping.c.convert.date.pattern: `date` needs `pattern`: one pattern, or a list tried in order; write `date: { pattern: yyyyMMdd }`",
            "PSR-1802 flow.yaml:11:6 mapping.d: expected text or a map, found a list; write text or a map, as `{ from: siren }`",
            "PSR-1802 flow.yaml:12:5 mapping.e: expected text or a map, found nothing; write text or a map, as `{ from: siren }`",
            "PSR-1813 flow.yaml:13:18 mapping.list.array: an array needs either `each` or `item`; write one of `each`, `item`, as `item: { from: . }`",
            "PSR-1810 flow.yaml:14:21 mapping.part.object.y: the contract has no field `y`; write `x`",
            "PSR-1814 flow.yaml:14:38 mapping.part.object.x.from: the path 'a..b' has an empty part; write names joined by single dots",
        }));
    }

    /// <summary>The version stands in stored events: another one for the same text would publish everything anew.</summary>
    [Test]
    public void The_version_of_a_mapping_is_made_of_what_is_written()
    {
        var mapper = MappingBench.Compile(
            "name: t\nversion: 1.0.0\nkey: [id]\nschema: { type: object, required: [id], properties: { id: { type: string } } }\n",
            "key: [id]\nmapping: { id: { from: id, convert: [trim] } }\nskipWhen: { field: x, is: empty }\norderBy: v\n",
            new ProblemList());

        Assert.That(mapper!.Version, Is.EqualTo("a55e5ba211ef16ca62bb41a5933481fd"));
    }

    private static List<string> Problems(string flow)
    {
        var problems = new ProblemList();
        Assert.That(MappingBench.Compile(Contract, flow, problems), Is.Null);
        return [.. problems.Sorted().Select(p => $"{p.Code} {p.Location} {p.Path}: {p.Message}; {p.Repair}")];
    }
}
