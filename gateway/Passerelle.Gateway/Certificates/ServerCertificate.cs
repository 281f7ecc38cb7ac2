using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Certificates;

/// <summary>A certificate with its private key, fit to be shown.</summary>
internal sealed class ServerCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyPurpose = "2.5.29.37.0";
    private readonly X509Certificate2 _certificate;

    private ServerCertificate(CertificateFiles files, X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        (Files, _certificate) = (files, certificate);
        // Offline: the gateway fetches no missing certificate from an address that a certificate names.
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    public CertificateFiles Files { get; }

    /// <summary>What a handshake takes; keeps sessions that clients resume.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Whose it is and how long it is good, for log lines.</summary>
    public string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_certificate.Subject}, serial number {_certificate.SerialNumber}, valid until {Until:yyyy-MM-dd HH:mm}Z");

    private DateTimeOffset From => new(_certificate.NotBefore.ToUniversalTime());

    private DateTimeOffset Until => new(_certificate.NotAfter.ToUniversalTime());

    /// <exception cref="PasserelleException">PSR-4731 to 4734: the files hold no certificate with its key that could be shown.</exception>
    public static ServerCertificate Of(CertificateFiles files)
    {
        try
        {
            var (certificate, chain) = PfxFile.Is(files.Certificate) ? PfxFile.Read(files) : PemFiles.Read(files);
            CheckPurpose(files, certificate);
            return new ServerCertificate(files, certificate, chain);
        }
        catch (CryptographicException e)
        {
            throw new PasserelleException(
                CertificateCodes.Content, $"The certificate in '{files.Tls.Certificate}' cannot be used: {e.Message}",
                "Look at it with 'openssl x509 -text', and ask its authority for another one.", e);
        }
    }

    /// <summary>Why clients refuse it at this time, and since when; null while it is valid.</summary>
    public (string Why, DateTimeOffset Since)? InvalidAt(DateTimeOffset now)
    {
        if (now > Until) return (string.Create(CultureInfo.InvariantCulture, $"It expired on {Until:yyyy-MM-dd HH:mm}Z."), Until);
        if (now < From) return (string.Create(CultureInfo.InvariantCulture, $"It is valid from {From:yyyy-MM-dd HH:mm}Z on only."), now);
        return null;
    }

    private static void CheckPurpose(CertificateFiles files, X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is not { } usage) return;
        if (usage.EnhancedKeyUsages.OfType<Oid>().Any(o => o.Value is ServerAuthentication or AnyPurpose)) return;
        throw new PasserelleException(
            CertificateCodes.Purpose,
            $"The certificate in '{files.Tls.Certificate}' ({certificate.Subject}) is not meant for servers: "
                + "its extended key usage lacks serverAuth.",
            "Ask its authority for a server's certificate.");
    }
}
