using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Values;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;
using LookupTable = Passerelle.Gateway.Workspace.Mapping.LookupTable;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

internal sealed class ConverterExampleTests
{
    private static IEnumerable<TestCaseData> Examples() => ConverterCatalogue.All.SelectMany(spec => spec.Examples.Select(example =>
        new TestCaseData(example).SetArgDisplayNames(example.Write, example.Input ?? "null")));

    [TestCaseSource(nameof(Examples))]
    public void An_example_does_what_it_says(ConverterExample example)
    {
        var converter = Compile(example.Write, out var problems);
        Assert.That(problems, Is.Empty);
        var cell = new Cell();
        cell.SetText(example.Input);

        var fault = ConverterCatalogue.Run([converter!], cell);

        Assert.That(fault?.Code.Id, Is.EqualTo(example.Error));
        if (fault is null) Assert.That(Json(cell), Is.EqualTo(example.Output));
        else Assert.That(cell.Text.ToString(), Is.EqualTo(example.Input), "a failing converter leaves the value as it was");
    }

    [Test]
    public void Every_converter_has_an_example() =>
        Assert.That(ConverterCatalogue.All.Where(s => s.Examples.Count == 0).Select(s => s.Name), Is.Empty);

    [TestCase("trimm", "PSR-1830 1:4: there is no converter `trimm`; write `trim`")]
    [TestCase("{ digits: { lenght: 9 } }", "PSR-1800 1:16: `lenght` is not known here; write `length`")]
    [TestCase("{ case: uper }", "PSR-1831 1:12: `uper` is none of `upper`, `lower`, `title`; write `upper`")]
    [TestCase("case", "PSR-1801 1:4: `case` needs `to`: the case; write `case: { to: upper }`")]
    [TestCase("{ lookup: size }", "PSR-1832 1:14: there is no look-up table `size`; write `sizes`")]
    [TestCase("{ date: yyyyQQ }", "PSR-1831 1:12: the pattern 'yyyyQQ' cannot be read: `QQ` is not a part of a date pattern; use yyyy, yy, C, M, MM, MMM, d, dd, ddd, HH, mm, ss, f, z, punctuation, and quoted text")]
    [TestCase("{ dateTime: { pattern: yyyyMMddHHmm, zone: Europe/Pari } }", "PSR-1831 1:47: there is no time zone 'Europe/Pari'; use an IANA name, as Europe/Paris, or UTC")]
    public void A_mistake_in_options_is_a_problem_with_a_place(string write, string problem)
    {
        Compile(write, out var problems);

        Assert.That(problems, Is.EqualTo(new[] { problem }));
    }

    private static Converter? Compile(string write, out string[] problems)
    {
        var list = new ProblemList();
        var root = (ConfigMap)YamlReader.Read("f", "x: " + write, list)!;
        var sizes = LookupTable.Read("sizes", "sizes.csv", "code,value\nPME,small\n", list)!;
        var binder = SpecBinder.For(MappingSpecs.Rules[MappingSpecs.Field.Name], list);
        var bound = binder.Bind(root, [new("x", OptionType.Named, "A converter") { Named = MappingSpecs.Converter }]);
        var converter = bound.Value("x") is { Content: BoundTag tag } ? ConverterCatalogue.Create(tag, new LookupSet([sizes]), list) : null;
        problems = [.. list.Items.Select(p => $"{p.Code} {p.Location.Line}:{p.Location.Column}: {p.Message}; {p.Repair}")];
        return converter;
    }

    private static string Json(Cell cell) => cell.Kind switch
    {
        CellKind.Null => "null",
        CellKind.Text => $"\"{cell.Text}\"",
        _ => cell.Text.ToString(),
    };
}
