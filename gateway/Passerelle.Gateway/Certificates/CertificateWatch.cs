using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Passerelle.Gateway.Certificates;

/// <summary>Looks every two seconds whether the certificate was renewed.</summary>
/// <remarks>Looking works on every file system and mount, and where a link above the files is exchanged; notifications do not.</remarks>
internal sealed class CertificateWatch(LiveCertificate certificate, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Certificate");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (certificate.Current is null) return;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                certificate.Look();
            }
            catch (Exception e)
            {
                // A part that fails would stop the gateway, which serves well with the certificate that it has.
                CertificateWatchLog.LookFailed(_logger, e);
            }
        }
    }
}

internal static partial class CertificateWatchLog
{
    [LoggerMessage(1404, LogLevel.Error, "Whether the certificate was renewed could not be seen; the one in force stays")]
    public static partial void LookFailed(ILogger logger, Exception exception);
}
