using System.Buffers;
using System.Text;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Mapping.Testing;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;
using LookupTable = Passerelle.Gateway.Workspace.Mapping.LookupTable;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

internal sealed class SampleMappingTests
{
    [TestCase("companies", 3)]
    [TestCase("establishments", 1)]
    [TestCase("social-debts", 1)]
    public void The_mapping_tests_of_the_sample_pass(string flow, int tests)
    {
        var problems = new ProblemList();
        var mapper = Compile(flow, problems);
        Assert.That(problems.Items, Is.Empty);

        var binder = new SpecBinder(new ReferenceResolver(".", _ => null), problems);
        var results = MappingTestRunner.Run(new MappingTestLoader(binder, [flow]).Load($"tests/{flow}.yaml", Load($"tests/{flow}.yaml"))!, mapper!);

        Assert.That(problems.Items, Is.Empty);
        Assert.That(results.SelectMany(r => r.Diff), Is.Empty);
        Assert.That(results, Has.Count.EqualTo(tests));
    }

    [Test]
    public void A_bad_date_is_explained_with_place_finding_and_remedy()
    {
        var mapper = Compile("companies", new ProblemList())!;
        var result = mapper.Map(
            Encoding.UTF8.GetBytes("""{"siren":"789211558","etatAdministratifUniteLegale":"C","dateCreationUniteLegale":"invalid_date"}"""),
            new ArrayBufferWriter<byte>(), new Counters());

        Assert.That(result.Decision, Is.EqualTo(MapDecision.Failed));
        Assert.That(
            $"{result.Failure!.Code} {result.Failure.Message}; {result.Failure.Remedy}",
            Is.EqualTo("PSR-3101 /createdOn: expected a date as yyyy-MM-dd, found 'invalid_date'; in the flow's mapping of `createdOn`: correct the value at its source, add its form to `date.pattern`, or set `onError: null` to publish null instead"));
    }

    [Test]
    public void A_lenient_policy_is_counted_by_name()
    {
        var counters = new Counters();
        var output = new ArrayBufferWriter<byte>();
        Compile("companies", new ProblemList())!.Map(
            Encoding.UTF8.GetBytes("""{"siren":"138426539","etatAdministratifUniteLegale":"A","dateDernierTraitementUniteLegale":"1999-12-03T05:04:95"}"""), output, counters);

        Assert.That(counters.Names, Is.EqualTo(new[] { "nullWhenInvalid:lastProcessedAt" }));
        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Does.StartWith("""{"siren":"138426539","name":null,"""));
    }

    [Test]
    public void A_record_without_a_key_says_so() =>
        Assert.That(
            Compile("companies", new ProblemList())!.WriteKey("{}"u8.ToArray(), new ArrayBufferWriter<byte>())!.Message,
            Is.EqualTo("/siren: expected a key, found nothing"));

    [Test]
    public void A_key_of_several_parts_is_joined()
    {
        var key = new ArrayBufferWriter<byte>();
        Compile("social-debts", new ProblemList())!.WriteKey(
            """{"num_cpte":"636043216536562844","Periode":"201511","Num_Ecn":"397","Num_Hist_Ecn":"9"}"""u8.ToArray(), key);

        Assert.That(Encoding.UTF8.GetString(key.WrittenSpan), Is.EqualTo("636043216536562844~201511~397~9"));
    }

    [Test]
    public void Only_the_fields_that_are_read_are_needed() =>
        Assert.That(Compile("social-debts", new ProblemList())!.NeededFields, Has.Count.EqualTo(10).And.Contains("Mt_PO"));

    internal static IRecordMapper? Compile(string flow, ProblemList problems)
    {
        var contract = DataContractCompiler.Compile(Load($"contracts/{flow}.yaml"), problems)!;
        var file = Load($"flows/{flow}.yaml");
        var sizes = LookupTable.Read("sizes", "lookups/sizes.csv", File.ReadAllText(Path("lookups/sizes.csv")), problems)!;
        return MappingCompiler.Compile(MappingSource.Of(file, contract, new LookupSet([sizes]), problems), problems);
    }

    private static ConfigMap Load(string name) => (ConfigMap)YamlReader.Read(name, File.ReadAllText(Path(name)), new ProblemList())!;

    private static string Path(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Directory.Build.props"))) folder = folder.Parent!;
        return System.IO.Path.Combine(folder.FullName, "gateway/Passerelle.Gateway/samples/aides-entreprises", name);
    }

    internal sealed class Counters : IMapCounters
    {
        public List<string> Names { get; } = [];

        public void Count(string policy) => Names.Add(policy);
    }
}
