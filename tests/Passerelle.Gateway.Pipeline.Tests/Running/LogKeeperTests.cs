using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Tests.Running;

internal sealed class LogKeeperTests
{
    [Test]
    public async Task The_log_is_compacted_once_an_interval_and_not_at_the_start()
    {
        var time = new FakeTimeProvider();
        await using var log = new CountingLog();
        var environment = new GatewayEnvironment(log, null!, new TopicNames("t"), 4, "", time, NullLoggerFactory.Instance) { CompactInterval = TimeSpan.FromMinutes(30) };
        using var stop = new CancellationTokenSource();
        var keeping = new LogKeeper(environment).CompactAsync(stop.Token);

        time.Advance(TimeSpan.FromMinutes(29));
        Assert.That(log.Compactions, Is.Zero);
        time.Advance(TimeSpan.FromMinutes(1));
        await log.CompactedAsync(1);
        time.Advance(TimeSpan.FromMinutes(30));
        await log.CompactedAsync(2);

        await stop.CancelAsync();
        Assert.That(async () => await keeping, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(log.Compactions, Is.EqualTo(2));
    }

    /// <summary>A log of which nothing but compaction is asked.</summary>
    private sealed class CountingLog : IEventLog
    {
        private readonly SemaphoreSlim _compacted = new(0);

        public int MaxEventBytes => 1024;

        public bool WaitsForReaders => true;

        public IDurableAppender Appender => throw new NotSupportedException();

        public int Compactions { get; private set; }

        public async Task CompactedAsync(int times)
        {
            await _compacted.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.That(Compactions, Is.EqualTo(times));
        }

        public ValueTask CompactAsync(CancellationToken cancellationToken)
        {
            Compactions++;
            _compacted.Release();
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            _compacted.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
