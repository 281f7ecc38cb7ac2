using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Running;

namespace Passerelle.Gateway.Service;

/// <summary>SIGHUP, the service's way to say "read the workspace again"; the log says what became of it.</summary>
internal sealed class ReloadSignal(WorkspaceReload reload, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    : HostedPart, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Reload");
    private PosixSignalRegistration? _hangUp;

    /// <summary>From the beginning on: without a handler the signal would end the process.</summary>
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = ReloadAsync();
        });
        return Task.CompletedTask;
    }

    public void Dispose() => _hangUp?.Dispose();

    private async Task ReloadAsync()
    {
        try
        {
            await reload.ReloadAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
        catch (Exception e)
        {
            ReloadSignalLog.Failed(_logger, e);
        }
    }
}

internal static partial class ReloadSignalLog
{
    [LoggerMessage(1203, LogLevel.Error, "The workspace could not be read again")]
    public static partial void Failed(ILogger logger, Exception exception);
}
