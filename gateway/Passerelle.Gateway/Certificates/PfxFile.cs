using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Certificates;

/// <summary>A certificate with its key in one PKCS#12 file.</summary>
internal static class PfxFile
{
    // Keys stay in memory where the platform can work with them so.
    private static readonly X509KeyStorageFlags Storage =
        OperatingSystem.IsLinux() ? X509KeyStorageFlags.EphemeralKeySet : X509KeyStorageFlags.DefaultKeySet;

    // ERROR_INVALID_PASSWORD, on every system.
    private const int InvalidPassword = unchecked((int)0x80070056);

    /// <summary>PEM is text; PKCS#12 and DER begin with the byte of an ASN.1 sequence.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file is [0x30, ..];

    /// <exception cref="PasserelleException">PSR-4731: it is none, or without a key. PSR-4732: it does not open.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(CertificateFiles files)
    {
        var tls = files.Tls;
        if (tls.Key is not null)
        {
            throw Refuse(CertificateCodes.Content, tls.Certificate, "is not text: a PEM file is meant where tls.key stands beside it",
                "Remove tls.key, or name a PEM file at tls.certificate.");
        }

        var all = Load(files);
        var own = all.FirstOrDefault(c => c.HasPrivateKey)
            ?? throw Refuse(
                CertificateCodes.Content, tls.Certificate, "holds no certificate with a private key", "Export it with its private key.");
        all.Remove(own);
        return (own, all);
    }

    private static X509Certificate2Collection Load(CertificateFiles files)
    {
        var tls = files.Tls;
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(files.Certificate, tls.Password, Storage);
        }
        catch (CryptographicException e) when (e.HResult == InvalidPassword)
        {
            throw tls.Password is null
                ? Refuse(
                    CertificateCodes.Password, tls.Certificate, "is encrypted, and there is no password for it",
                    "Write its reference at tls.password, as ${secret:tls}.", e)
                : Refuse(
                    CertificateCodes.Password, tls.Certificate, "does not open with the password at tls.password",
                    "Put the file's own password into the secret.", e);
        }
        catch (CryptographicException e)
        {
            throw Refuse(
                CertificateCodes.Content, tls.Certificate, $"is neither PEM nor PFX: {e.Message.TrimEnd('.')}",
                "Name a PEM file, or a PFX file that holds the private key.", e);
        }
    }

    private static PasserelleException Refuse(ErrorCode code, string file, string what, string remedy, Exception? cause = null) =>
        new(code, $"The file '{file}' {what}.", remedy, cause);
}
