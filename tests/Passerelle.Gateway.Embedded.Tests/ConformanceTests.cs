using Passerelle.Conformance;

namespace Passerelle.Gateway.Embedded.Tests;

[Parallelizable(ParallelScope.Children)]
internal sealed class ConformanceTests
{
    private static IEnumerable<TestCaseData> LogCases => EventLogSuite.Cases.Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    private static IEnumerable<TestCaseData> StoreCases => ReadStoreSuite.Cases.Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    [TestCaseSource(nameof(LogCases))]
    public async Task The_event_log_conforms(ConformanceCase<IEventLogHost> conformance)
    {
        await using var host = new EmbeddedHost();
        await conformance.Run(host);
    }

    /// <summary>Small batches and a small compaction map: the same promises across many rows and passes.</summary>
    [TestCaseSource(nameof(LogCases))]
    public async Task The_event_log_conforms_with_tiny_batches(ConformanceCase<IEventLogHost> conformance)
    {
        await using var host = new EmbeddedHost(new() { BatchBytes = 64, CompactionKeys = 5 });
        await conformance.Run(host);
    }

    /// <summary>The same promises when every value, header and state entry lies in the claim store.</summary>
    [TestCaseSource(nameof(LogCases))]
    public async Task The_event_log_conforms_with_claims(ConformanceCase<IEventLogHost> conformance)
    {
        await using var host = new EmbeddedHost(claimsAll: true);
        await conformance.Run(host);
    }

    [TestCaseSource(nameof(StoreCases))]
    public async Task The_read_store_conforms(ConformanceCase<IReadStoreHost> conformance)
    {
        await using var host = new EmbeddedHost();
        await conformance.Run(host);
    }
}
