using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Hosting;
using Passerelle.Gateway.Running;
using Passerelle.Gateway.Tests.Support;
using Passerelle.Testing.Ports;

namespace Passerelle.Gateway.Tests.Hosting;

/// <summary>A stop has a time, and loses nothing when that is over.</summary>
internal sealed class StopTests
{
    [Test]
    public async Task A_stage_that_does_not_drain_in_time_is_left_and_told()
    {
        using var workspace = new SmallWorkspace();
        var log = new LogLines();
        StuckStore? stuck = null;
        var model = workspace.Load();
        using var host = Build(
            new GatewaySetup(model, workspace.Data, model.Listen, e => e with { Store = stuck = new StuckStore(e.Store) }), log);
        await host.StartAsync();
        workspace.Deliver("1.csv", "id,name\n1,Ada\n");
        await stuck!.Called;
        await host.StopAsync();

        Assert.That(host.Services.GetRequiredService<LiveStages>().Drained, Is.False);
        Assert.That(log.All[^1], Does.StartWith("Error: The time for stopping is over and stages still work (")
            .And.EndsWith(" What they have not committed is read again at the next start: nothing is lost."));
        stuck.Release();
    }

    private static IHost Build(GatewaySetup setup, LogLines log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(setup).AddGateway().AddSingleton<ILoggerFactory>(log).AddSingleton<IHostLifetime, NoLifetime>()
            .Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder.Build();
    }

    /// <summary>Does not come back from the write of a contract's values, and hears no cancellation.</summary>
    private sealed class StuckStore(IReadStore inner) : ForwardingReadStore(inner)
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public void Release() => _released.SetResult();

        public override async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
        {
            _called.TrySetResult();
            await _released.Task;
            return await Inner.ApplyAsync(batch, CancellationToken.None);
        }
    }
}
