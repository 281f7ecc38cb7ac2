namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>Where the certificate is that REST shows.</summary>
/// <param name="Certificate">Absolute path of a PEM or a PFX file.</param>
/// <param name="Key">Absolute path of the PEM file of the private key; null when it is in the file of the certificate.</param>
/// <param name="Password">What the private key or the PFX file is encrypted with; null for nothing.</param>
public sealed record ServerTls(string Certificate, string? Key, string? Password)
{
    /// <summary>Paths only: the password is a secret.</summary>
    public override string ToString() => Key is null ? Certificate : $"{Certificate}, {Key}";
}
