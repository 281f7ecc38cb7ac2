using System.Net.Security;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Certificates;

/// <summary>The certificate that REST shows. A renewed one is taken when its files change;
/// a broken one is not, and the last good one stays.</summary>
/// <param name="tls">Null when REST listens by http.</param>
internal sealed class LiveCertificate(ServerTls? tls, TimeProvider time, ILoggerFactory loggers) : HostedPart
{
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Certificate");
    private readonly Lock _lock = new();
    private volatile ServerCertificate? _current;
    private volatile HealthEntry? _kept;
    private string? _seen;
    private string? _tried;
    private bool _toldInvalid;

    /// <summary>Null when REST listens by http, and before the start.</summary>
    public ServerCertificate? Current => _current;

    /// <summary>Asked for at every handshake.</summary>
    public SslStreamCertificateContext Context =>
        (_current ?? throw new InvalidOperationException("The certificate is not loaded.")).Context;

    /// <summary>Says so when a changed certificate is not in force, and when the one in force is not valid.</summary>
    public IEnumerable<HealthEntry> Entries
    {
        get
        {
            if (_kept is { } kept) yield return kept;
            if (_current?.InvalidAt(time.GetUtcNow()) is var (why, since))
                yield return new HealthEntry(HealthPart.Rest, "certificate", HealthStatus.Degraded, CertificateCodes.Validity, why, since);
        }
    }

    /// <exception cref="PasserelleException">PSR-4730 to 4734: the certificate cannot be shown.</exception>
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (tls is not null) Use(ServerCertificate.Of(CertificateFiles.Read(tls)));
        return Task.CompletedTask;
    }

    /// <summary>What a changed workspace, and the files as they are now, make the certificate; null when REST listens by http.</summary>
    /// <exception cref="PasserelleException">PSR-4730 to 4734, 4737: it cannot be shown.</exception>
    public ServerCertificate? Prepare(ServerTls? wanted)
    {
        if (_current is null) return null;
        if (wanted is not null) return ServerCertificate.Of(CertificateFiles.Read(wanted));
        throw new PasserelleException(
            CertificateCodes.Removed, "REST listens by https, and the workspace no longer names a certificate.",
            "Write tls into passerelle.yaml again, or restart at an http address.");
    }

    /// <summary>New connections see it; open ones keep what they have.</summary>
    public void Use(ServerCertificate next)
    {
        lock (_lock)
        {
            var renewed = _current?.Files.Fingerprint != next.Files.Fingerprint;
            (_current, _kept, _toldInvalid) = (next, null, false);
            (_seen, _tried) = (next.Files.Fingerprint, next.Files.Fingerprint);
            if (renewed) CertificateLog.Shows(_logger, next.Description);
            TellWhenInvalid(next);
        }
    }

    /// <summary>Looks whether the files have changed. Certificate and key are written one after the other:
    /// they are taken once they have stood still for one look.</summary>
    public void Look()
    {
        lock (_lock)
        {
            if (_current is not { } current) return;
            TellWhenInvalid(current);
            var (files, refusal) = Read(current.Files.Tls);
            var now = files?.Fingerprint ?? refusal!.Message;
            var stable = _seen == now;
            _seen = now;
            if (!stable || _tried == now) return;
            _tried = now;
            Try(files, refusal);
        }
    }

    private void Try(CertificateFiles? files, PasserelleException? refusal)
    {
        try
        {
            Use(ServerCertificate.Of(files ?? throw refusal!));
        }
        catch (PasserelleException e)
        {
            var reason = $"{e.Code}: {e.Message} {e.Remedy}";
            _kept = new HealthEntry(
                HealthPart.Rest, "certificate", HealthStatus.Degraded, CertificateCodes.Kept, $"The last good certificate stays: {reason}",
                time.GetUtcNow());
            CertificateLog.Kept(_logger, _current!.Description, reason);
        }
    }

    private static (CertificateFiles? Files, PasserelleException? Refusal) Read(ServerTls tls)
    {
        try
        {
            return (CertificateFiles.Read(tls), null);
        }
        catch (PasserelleException e)
        {
            return (null, e);
        }
    }

    private void TellWhenInvalid(ServerCertificate certificate)
    {
        if (_toldInvalid || certificate.InvalidAt(time.GetUtcNow()) is not var (why, _)) return;
        _toldInvalid = true;
        CertificateLog.Invalid(_logger, CertificateCodes.Validity.Id, certificate.Description, why);
    }
}

internal static partial class CertificateLog
{
    [LoggerMessage(1401, LogLevel.Information, "REST shows the certificate of {Certificate}")]
    public static partial void Shows(ILogger logger, string certificate);

    [LoggerMessage(1402, LogLevel.Warning, "The changed certificate is not in force, the last good one ({Certificate}) stays: {Reason}")]
    public static partial void Kept(ILogger logger, string certificate, string reason);

    [LoggerMessage(1403, LogLevel.Warning, "{Code}: clients refuse the certificate of {Certificate}. {Reason}")]
    public static partial void Invalid(ILogger logger, string code, string certificate, string reason);
}
