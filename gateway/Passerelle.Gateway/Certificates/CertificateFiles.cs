using System.Security.Cryptography;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Certificates;

/// <summary>The bytes of a certificate's files, read but not yet understood.</summary>
/// <param name="Key">Null when the key is in the file of the certificate.</param>
internal sealed record CertificateFiles(ServerTls Tls, byte[] Certificate, byte[]? Key)
{
    // A chain of certificates takes a few kilobytes; what is larger is another file.
    private const long MaxBytes = 1024 * 1024;

    /// <summary>Equal for equal contents: times and sizes tell less, and nothing when links are exchanged above the file.</summary>
    public string Fingerprint { get; } = Convert.ToHexString(
        SHA256.HashData([.. SHA256.HashData(Certificate), .. SHA256.HashData(Key ?? [])]));

    /// <exception cref="PasserelleException">PSR-4730: a file is missing, too large or cannot be read.</exception>
    public static CertificateFiles Read(ServerTls tls) => new(tls, ReadFile(tls.Certificate), tls.Key is null ? null : ReadFile(tls.Key));

    private static byte[] ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw Refuse(path, "does not exist", "Put it there, or write the path of another one at tls in passerelle.yaml.");
            using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes)
                throw Refuse(path, $"is larger than {MaxBytes} bytes", "Name a PEM or a PFX file at tls in passerelle.yaml.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"cannot be read: {e.Message}", "Give the gateway's user the right to read it.", e);
        }
    }

    private static PasserelleException Refuse(string path, string what, string remedy, Exception? cause = null) =>
        new(CertificateCodes.File, $"The file '{path}' {what}.", remedy, cause);
}
