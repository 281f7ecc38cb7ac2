using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Certificates;

/// <summary>The codes of what can be wrong with the certificate that REST shows.</summary>
internal static class CertificateCodes
{
    public static readonly ErrorCode File = Code("PSR-4730", "A file of the server's certificate cannot be read.");
    public static readonly ErrorCode Content = Code("PSR-4731", "A file of the server's certificate does not hold what it should.");
    public static readonly ErrorCode Password = Code("PSR-4732", "The server's private key does not open with the password.");
    public static readonly ErrorCode Mismatch = Code("PSR-4733", "The private key is not that of the server's certificate.");
    public static readonly ErrorCode Purpose = Code("PSR-4734", "The certificate is not one for servers.");
    public static readonly ErrorCode Validity = Code("PSR-4735", "The server's certificate is not valid at this time.");
    public static readonly ErrorCode Kept = Code("PSR-4736", "The changed certificate is not in force.");
    public static readonly ErrorCode Removed = Code("PSR-4737", "The workspace no longer names a certificate.");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
