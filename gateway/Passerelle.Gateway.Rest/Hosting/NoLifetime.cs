using Microsoft.Extensions.Hosting;

namespace Passerelle.Gateway.Rest.Hosting;

/// <summary>Leaves signals to the process around it, so that stages and REST stop in one order.</summary>
public sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
