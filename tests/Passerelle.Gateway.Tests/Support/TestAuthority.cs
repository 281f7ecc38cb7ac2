using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Passerelle.Gateway.Tests.Support;

/// <summary>A root, an authority below it, and the certificates that it issues for this machine.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private byte _serial;

    public TestAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        Root = Authority("CN=Test Root", _rootKey).CreateSelfSigned(now.AddYears(-2), now.AddYears(2));
        using var bare = Authority("CN=Test Authority", _key).Create(Root, now.AddYears(-2), now.AddYears(2), [1]);
        _authority = bare.CopyWithPrivateKey(_key);
    }

    /// <summary>What clients trust; no server shows it.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>A certificate for 127.0.0.1 and localhost.</summary>
    /// <param name="days">How long it is good, from now; negative for one that has expired.</param>
    /// <param name="purpose">serverAuth.</param>
    public IssuedCertificate Issue(int days = 30, AsymmetricAlgorithm? key = null, string purpose = "1.3.6.1.5.5.7.3.1")
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=passerelle.test", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        using var bare = request.Create(_authority.SubjectName, generator, now.AddDays(-60), now.AddDays(days), [16, ++_serial]);
        return new IssuedCertificate(key, bare.ExportCertificatePem(), _authority.ExportCertificatePem(), bare.SerialNumber);
    }

    public void Dispose()
    {
        _authority.Dispose();
        Root.Dispose();
        _key.Dispose();
        _rootKey.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    private static CertificateRequest Request(string name, AsymmetricAlgorithm key) => key is RSA rsa
        ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
}

/// <param name="Pem">The server's certificate alone.</param>
/// <param name="AuthorityPem">The one between it and the root.</param>
internal sealed record IssuedCertificate(AsymmetricAlgorithm Key, string Pem, string AuthorityPem, string SerialNumber)
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    public string ChainPem => Pem + "\n" + AuthorityPem + "\n";

    public string KeyPem => Key.ExportPkcs8PrivateKeyPem();

    public string EncryptedKeyPem(string password) => Key.ExportEncryptedPkcs8PrivateKeyPem(password, Encryption);

    public byte[] Pfx(string? password)
    {
        using var own = X509Certificate2.CreateFromPem(Pem, KeyPem);
        return new X509Certificate2Collection { own, X509Certificate2.CreateFromPem(AuthorityPem) }.Export(X509ContentType.Pfx, password)!;
    }
}
