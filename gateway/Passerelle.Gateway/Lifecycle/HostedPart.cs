using Microsoft.Extensions.Hosting;

namespace Passerelle.Gateway.Lifecycle;

/// <summary>A part of the gateway that the host starts and stops: everyone's Starting before anyone's Start before anyone's Started, in the
/// order in which the parts were added, and back in the opposite order.</summary>
internal abstract class HostedPart : IHostedLifecycleService
{
    public virtual Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Also called when the start failed before it came to this part.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
