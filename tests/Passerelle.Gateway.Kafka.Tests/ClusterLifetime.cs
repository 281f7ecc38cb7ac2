using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

[SetUpFixture]
internal sealed class ClusterLifetime
{
    [OneTimeTearDown]
    public Task EndAsync() => SharedKafka.EndAsync();
}
