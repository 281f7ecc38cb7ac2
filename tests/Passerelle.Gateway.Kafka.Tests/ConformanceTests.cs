using Passerelle.Conformance;
using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

[Parallelizable(ParallelScope.Children)]
internal sealed class ConformanceTests
{
    private static IEnumerable<TestCaseData> LogCases => EventLogSuite.Cases.Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    [TestCaseSource(nameof(LogCases))]
    public async Task The_event_log_conforms(ConformanceCase<IEventLogHost> conformance)
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        await conformance.Run(host);
    }
}
