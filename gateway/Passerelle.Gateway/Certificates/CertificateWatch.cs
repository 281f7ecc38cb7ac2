using Microsoft.Extensions.Hosting;

namespace Passerelle.Gateway.Certificates;

/// <summary>Looks every two seconds whether the certificate was renewed.</summary>
/// <remarks>Looking works on every file system and mount, and where a link above the files is exchanged; notifications do not.</remarks>
internal sealed class CertificateWatch(LiveCertificate certificate, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (certificate.Current is null) return;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) certificate.Look();
    }
}
