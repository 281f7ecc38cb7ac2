using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Tests;

/// <summary>The embedded log in a folder of its own, and leases on the first partition of a topic.</summary>
internal sealed class EmbeddedLease : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("passerelle-lease-");
    private readonly EmbeddedEngine _engine;

    public EmbeddedLease()
    {
        _engine = EmbeddedEngine.Open(_folder.FullName, Time);
        Environment = new GatewayEnvironment(
            _engine.Log, _engine.Store, new TopicNames("t"), 1, _folder.FullName, Time, NullLoggerFactory.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public GatewayEnvironment Environment { get; }

    public async Task MakeAsync(params string[] topics)
    {
        var specs = topics.Select(t => new TopicSpec(t, 1, Compacted: true, Retention: null)).ToList();
        await Environment.Log.EnsureTopicsAsync(specs, CancellationToken.None);
    }

    /// <summary>What the owner of the partition does; a second call is a successor that finds what was committed.</summary>
    public async Task RunAsync(string topic, Func<IPartitionLease, Task> work)
    {
        using var stop = new CancellationTokenSource();
        await Environment.Log.RunAsync("group", topic, async lease =>
        {
            await work(lease);
            await stop.CancelAsync();
        }, stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
