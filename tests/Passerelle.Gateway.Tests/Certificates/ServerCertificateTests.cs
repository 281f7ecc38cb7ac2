using System.Security.Cryptography;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Certificates;
using Passerelle.Gateway.Tests.Support;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Tests.Certificates;

/// <summary>Which files are a server's certificate, and what is said of those that are not.</summary>
internal sealed class ServerCertificateTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("passerelle-certificate-");
    private readonly TestAuthority _authority = new();

    [OneTimeTearDown]
    public void Clean()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public void Certificate_and_key_may_be_PEM_in_two_files_or_one_encrypted_or_not_RSA_or_ECDSA()
    {
        var issued = _authority.Issue();
        var rsa = _authority.Issue(key: RSA.Create(2048));
        Assert.Multiple(() =>
        {
            Assert.That(Serial(issued.ChainPem, issued.KeyPem), Is.EqualTo(issued.SerialNumber));
            Assert.That(Serial(issued.ChainPem + issued.KeyPem, null), Is.EqualTo(issued.SerialNumber));
            Assert.That(Serial(issued.ChainPem, issued.EncryptedKeyPem("secret"), "secret"), Is.EqualTo(issued.SerialNumber));
            Assert.That(Serial(rsa.ChainPem, rsa.KeyPem), Is.EqualTo(rsa.SerialNumber));
            Assert.That(Serial(rsa.ChainPem, ((RSA)rsa.Key).ExportRSAPrivateKeyPem()), Is.EqualTo(rsa.SerialNumber));
            Assert.That(Serial(issued.ChainPem, ((ECDsa)issued.Key).ExportECPrivateKeyPem()), Is.EqualTo(issued.SerialNumber));
        });
    }

    [TestCase("secret")]
    [TestCase(null)]
    public void Certificate_and_key_may_be_one_PFX_file(string? password)
    {
        var issued = _authority.Issue();

        Assert.That(
            Load(Write("server.pfx", issued.Pfx(password)), null, password).Context.TargetCertificate.SerialNumber,
            Is.EqualTo(issued.SerialNumber));
    }

    [Test]
    public void A_missing_file_is_named() =>
        Refused(
            () => Load(At("nothing.pem"), null),
            $"PSR-4730: The file '{At("nothing.pem")}' does not exist. "
                + "Put it there, or write the path of another one at tls in passerelle.yaml.");

    [Test]
    public void A_file_of_another_kind_is_not_read_to_its_end()
    {
        var large = Write("large.pem", new byte[(1024 * 1024) + 1]);

        Refused(
            () => Load(large, null),
            $"PSR-4730: The file '{large}' is larger than 1048576 bytes. Name a PEM or a PFX file at tls in passerelle.yaml.");
    }

    [Test]
    public void A_file_without_certificate_or_with_a_damaged_one_is_named()
    {
        var key = Write("server.key", _authority.Issue().KeyPem);
        var damaged = Write("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.Multiple(() =>
        {
            Refused(() => Load(key, null), $"PSR-4731: The file '{key}' holds no certificate. "
                + "Name a PEM file with '-----BEGIN CERTIFICATE-----' in it, or a PFX file.");
            Assert.That(
                Refusal(() => Load(damaged, key)).Message,
                Does.StartWith($"The file '{damaged}' holds no certificate that can be read: "));
        });
    }

    [Test]
    public void A_file_without_key_is_named()
    {
        var chain = Write("chain.pem", _authority.Issue().ChainPem);
        var damaged = Write("damaged.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        var old = Write("old.key",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Assert.Multiple(() =>
        {
            Refused(
                () => Load(chain, null),
                $"PSR-4731: The file '{chain}' holds no private key. Name the PEM file of the private key at tls.key.");
            Refused(
                () => Load(chain, damaged),
                $"PSR-4731: The file '{damaged}' holds a private key that cannot be read: "
                    + "it is damaged, or of another kind than RSA and ECDSA. Name a whole RSA or ECDSA key at tls.key.");
            Refused(
                () => Load(chain, old),
                $"PSR-4731: The file '{old}' is encrypted in a way that is no longer read. "
                    + "Write it anew with 'openssl pkcs8 -topk8 -in OLD -out NEW'.");
        });
    }

    [Test]
    public void A_password_that_is_wrong_or_missing_is_told_without_being_shown()
    {
        var issued = _authority.Issue();
        var chain = Write("chain.pem", issued.ChainPem);
        var key = Write("encrypted.key", issued.EncryptedKeyPem("secret"));
        var pfx = Write("encrypted.pfx", issued.Pfx("secret"));
        const string Missing = "is encrypted, and there is no password for it. Write its reference at tls.password, as ${secret:tls}.";
        Assert.Multiple(() =>
        {
            Refused(() => Load(chain, key), $"PSR-4732: The file '{key}' {Missing}");
            Refused(() => Load(pfx, null), $"PSR-4732: The file '{pfx}' {Missing}");
            Refused(
                () => Load(chain, key, "wrong"),
                $"PSR-4732: The file '{key}' does not open with the password at tls.password. Put the key's own password into the secret.");
            Refused(
                () => Load(pfx, null, "wrong"),
                $"PSR-4732: The file '{pfx}' does not open with the password at tls.password. "
                    + "Put the file's own password into the secret.");
        });
    }

    [Test]
    public void A_key_of_another_certificate_is_told_from_a_broken_one()
    {
        var chain = Write("chain.pem", _authority.Issue().ChainPem);
        var other = Write("other.key", _authority.Issue().KeyPem);
        using var rsa = RSA.Create(2048);
        var kind = Write("rsa.key", rsa.ExportPkcs8PrivateKeyPem());
        var told = $"holds a private key that is not that of the first certificate in '{chain}' (CN=passerelle.test). "
            + "Name the two that belong together; the server's own certificate stands first in its file.";
        Assert.Multiple(() =>
        {
            Refused(() => Load(chain, other), $"PSR-4733: The file '{other}' {told}");
            Refused(() => Load(chain, kind), $"PSR-4733: The file '{kind}' {told}");
        });
    }

    [Test]
    public void A_PFX_file_brings_its_key_and_nothing_else_is_one()
    {
        var issued = _authority.Issue();
        var (pfx, key) = (Write("server.pfx", issued.Pfx(null)), Write("server.key", issued.KeyPem));
        using var bare = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(issued.Pem);
        var der = Write("server.der", bare.RawData);
        Assert.Multiple(() =>
        {
            Refused(
                () => Load(pfx, key),
                $"PSR-4731: The file '{pfx}' is not text: a PEM file is meant where tls.key stands beside it. "
                    + "Remove tls.key, or name a PEM file at tls.certificate.");
            Assert.That(Refusal(() => Load(der, null)).Message, Does.StartWith($"The file '{der}' is neither PEM nor PFX: "));
        });
    }

    [Test]
    public void A_certificate_for_clients_is_none_for_servers()
    {
        var issued = _authority.Issue(purpose: "1.3.6.1.5.5.7.3.2");
        var file = Write("client.pem", issued.ChainPem + issued.KeyPem);

        Refused(
            () => Load(file, null),
            $"PSR-4734: The certificate in '{file}' (CN=passerelle.test) is not meant for servers: "
                + "its extended key usage lacks serverAuth. Ask its authority for a server's certificate.");
    }

    private static ServerCertificate Load(string certificate, string? key, string? password = null) =>
        ServerCertificate.Of(CertificateFiles.Read(new ServerTls(certificate, key, password)));

    private static PasserelleException Refusal(Action load) => Assert.Throws<PasserelleException>(load)!;

    private static void Refused(Action load, string expected)
    {
        var error = Refusal(load);
        Assert.That($"{error.Code}: {error.Message} {error.Remedy}", Is.EqualTo(expected));
    }

    private string Serial(string certificate, string? key, string? password = null)
    {
        var keyFile = key is null ? null : Write("server.key", key);
        return Load(Write("server.pem", certificate), keyFile, password).Context.TargetCertificate.SerialNumber;
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private string Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    private string Write(string file, byte[] bytes)
    {
        File.WriteAllBytes(At(file), bytes);
        return At(file);
    }
}
