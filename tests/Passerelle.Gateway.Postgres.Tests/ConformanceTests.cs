using Passerelle.Conformance;

namespace Passerelle.Gateway.Postgres.Tests;

[Parallelizable(ParallelScope.Children)]
internal sealed class ConformanceTests
{
    private static IEnumerable<TestCaseData> StoreCases => ReadStoreSuite.Cases.Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    [TestCaseSource(nameof(StoreCases))]
    public async Task The_read_store_conforms(ConformanceCase<IReadStoreHost> conformance)
    {
        await using var host = await PostgresHost.CreateAsync();
        await conformance.Run(host);
    }
}
