using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Certificates;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Rest;
using Passerelle.Gateway.Running;

namespace Passerelle.Gateway.Hosting;

/// <summary>REST: listens before log and store are prepared, so that it can say what the start waits for, and stops first.</summary>
internal sealed class RestService(
    GatewaySetup setup, OpenEngines engines, LiveCertificate certificate, IGatewayHealth health, TimeProvider time, ILoggerFactory loggers)
    : HostedPart, IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Start");
    private RestHost? _rest;

    /// <summary>Where it listens, with the port that was taken.</summary>
    public Uri Address => _rest?.Addresses[0] ?? throw new InvalidOperationException("REST does not listen.");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _rest = RestHost.Create(new RestSetup
        {
            Listen = setup.Listen,
            Certificate = certificate.Current is null ? null : () => certificate.Context,
            Contracts = setup.Workspace.Contracts,
            Store = engines.Store,
            Health = health,
            Title = setup.Workspace.Name,
            Time = time,
            Loggers = loggers,
        });
        await _rest.StartAsync(cancellationToken);
        RestLog.Listens(_logger, Address);
    }

    public override Task StopAsync(CancellationToken cancellationToken) => _rest?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _rest, null) is { } rest) await rest.DisposeAsync();
    }
}

internal static partial class RestLog
{
    [LoggerMessage(1302, LogLevel.Information, "REST listens on {Address}")]
    public static partial void Listens(ILogger logger, Uri address);
}
