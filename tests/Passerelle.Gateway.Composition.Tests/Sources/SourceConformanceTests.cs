using Passerelle.Conformance;
using Passerelle.Conformance.Sources;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Composition.Tests.Sources;

internal sealed class SourceConformanceTests
{
    private static IEnumerable<TestCaseData> Cases =>
        from entry in SourceEntries.All.Append(SourceEntries.Stream)
        from one in SourceSuite.Cases
        select new TestCaseData(entry, one).SetArgDisplayNames(entry.Adapter, one.Name);

    [TestCaseSource(nameof(Cases))]
    public Task Keeps(SourceEntry entry, ConformanceCase<ISourceHost> one) => SourceSuite.RunAsync(entry, one);

    [Test]
    public void Every_source_adapter_of_the_catalogue_is_in_the_suite() =>
        Assert.That(SourceEntries.All.Select(e => e.Adapter), Is.EquivalentTo(Catalogue.Adapters.OfType<ISourceAdapter>().Select(a => a.Spec.Name)));

    [Test]
    public void Waivers_name_cases_that_exist() =>
        Assert.That(SourceEntries.All.SelectMany(e => e.Waivers.Keys), Is.SubsetOf(SourceSuite.Cases.Select(c => c.Name)));
}
