using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Certificates;

/// <summary>A certificate, those between it and its authority, and its key as PEM, in one file or in two.</summary>
internal static class PemFiles
{
    private const string RsaKey = "1.2.840.113549.1.1.1";
    private const string EcKey = "1.2.840.10045.2.1";

    /// <exception cref="PasserelleException">PSR-4731: a file holds no certificate or no key. PSR-4732: the key does not open.
    /// PSR-4733: it is another one's.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(CertificateFiles files)
    {
        var chain = Certificates(files);
        using var key = Key(files);
        var own = WithKey(files, chain[0], key);
        chain.RemoveAt(0);
        return (own, chain);
    }

    private static X509Certificate2Collection Certificates(CertificateFiles files)
    {
        var found = new X509Certificate2Collection();
        string? why = null;
        try
        {
            found.ImportFromPem(Encoding.UTF8.GetString(files.Certificate));
        }
        catch (CryptographicException e)
        {
            why = e.Message;
        }

        if (why is null && found.Count > 0) return found;
        throw Refuse(
            CertificateCodes.Content, files.Tls.Certificate,
            $"holds no certificate{(why is null ? "" : $" that can be read: {why.TrimEnd('.')}")}",
            "Name a PEM file with '-----BEGIN CERTIFICATE-----' in it, or a PFX file.");
    }

    private static AsymmetricAlgorithm Key(CertificateFiles files)
    {
        var (path, password) = (files.Tls.Key ?? files.Tls.Certificate, files.Tls.Password);
        var pem = Encoding.UTF8.GetString(files.Key ?? files.Certificate);
        if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw Refuse(CertificateCodes.Content, path, "is encrypted in a way that is no longer read",
                "Write it anew with 'openssl pkcs8 -topk8 -in OLD -out NEW'.");
        }

        if (!pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw Refuse(CertificateCodes.Content, path, "holds no private key", "Name the PEM file of the private key at tls.key.");
        if (!pem.Contains("BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return Open(key => key.ImportFromPem(pem))
                ?? throw Refuse(
                    CertificateCodes.Content,
                    path,
                    "holds a private key that cannot be read: it is damaged, or of another kind than RSA and ECDSA",
                    "Name a whole RSA or ECDSA key at tls.key.");
        }

        if (password is null)
        {
            throw Refuse(CertificateCodes.Password, path, "is encrypted, and there is no password for it",
                "Write its reference at tls.password, as ${secret:tls}.");
        }

        return Open(key => key.ImportFromEncryptedPem(pem, password))
            ?? throw Refuse(CertificateCodes.Password, path, "does not open with the password at tls.password",
                "Put the key's own password into the secret.");
    }

    private static AsymmetricAlgorithm? Open(Action<AsymmetricAlgorithm> import) =>
        Open(RSA.Create(), import) ?? Open(ECDsa.Create(), import);

    private static AsymmetricAlgorithm? Open(AsymmetricAlgorithm key, Action<AsymmetricAlgorithm> import)
    {
        try
        {
            import(key);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static X509Certificate2 WithKey(CertificateFiles files, X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        try
        {
            return Lasting((key, certificate.GetKeyAlgorithm()) switch
            {
                (RSA rsa, RsaKey) => certificate.CopyWithPrivateKey(rsa),
                (ECDsa ecdsa, EcKey) => certificate.CopyWithPrivateKey(ecdsa),
                _ => throw new ArgumentException("The certificate is made for another kind of key."),
            });
        }
        catch (ArgumentException e)
        {
            throw Refuse(
                CertificateCodes.Mismatch, files.Tls.Key ?? files.Tls.Certificate,
                $"holds a private key that is not that of the first certificate in '{files.Tls.Certificate}' ({certificate.Subject})",
                "Name the two that belong together; the server's own certificate stands first in its file.", e);
        }
    }

    /// <summary>Windows takes no key into a handshake that only this process knows.</summary>
    private static X509Certificate2 Lasting(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private static PasserelleException Refuse(ErrorCode code, string file, string what, string remedy, Exception? cause = null) =>
        new(code, $"The file '{file}' {what}.", remedy, cause);
}
