using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Running;
using Passerelle.Gateway.Starting;

namespace Passerelle.Gateway.Service;

/// <summary>Says in words what the service does: in the log, and to systemd for <c>systemctl status</c>.
/// That it is ready, the host itself tells systemd.</summary>
/// <param name="systemd">Null when no systemd has started the process.</param>
internal sealed class ServiceStatus(
    GatewaySetup setup, EngineWait wait, RestService rest, ILoggerFactory loggers, ISystemdNotifier? systemd = null) : HostedPart
{
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Start");

    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        wait.Waiting += entry => Tell($"Waits for {entry.Name}: {entry.Cause?.Id} {entry.Reason}");
        return Task.CompletedTask;
    }

    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        var flows = setup.Workspace.Flows.Count;
        ServiceStatusLog.Runs(_logger, flows, rest.Address, setup.DataFolder);
        Tell($"Runs {flows} flow(s) on {rest.Address}");
        return Task.CompletedTask;
    }

    public override Task StoppingAsync(CancellationToken cancellationToken)
    {
        ServiceStatusLog.Stops(_logger);
        Tell("Stops: requests end, stages drain");
        return Task.CompletedTask;
    }

    /// <summary>The notes of systemd are lines.</summary>
    private void Tell(string status) => systemd?.Notify(new ServiceState($"STATUS={status.ReplaceLineEndings(" ")}"));
}

internal static partial class ServiceStatusLog
{
    [LoggerMessage(1307, LogLevel.Information, "The gateway runs {Flows} flow(s) on {Address}, data in {DataFolder}")]
    public static partial void Runs(ILogger logger, int flows, Uri address, string dataFolder);

    [LoggerMessage(1308, LogLevel.Information, "The gateway stops: requests end, stages drain")]
    public static partial void Stops(ILogger logger);
}
