using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Passerelle.Gateway.Tests.Support;

/// <summary>A client that trusts one root and nothing else; every call is a connection of its own.</summary>
internal sealed class TlsClient(X509Certificate2 root)
{
    /// <summary>Status, protocol and body.</summary>
    public async Task<(int Status, string Protocol, string Body)> GetAsync(Uri address)
    {
        using var handler = new SocketsHttpHandler { SslOptions = Options("", SslProtocols.None) };
        using var http = new HttpClient(handler)
        {
            DefaultRequestVersion = new Version(2, 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        using var answer = await http.GetAsync(address);
        return ((int)answer.StatusCode, $"HTTP/{answer.Version}", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The serial number of the certificate that is shown, after it was verified, and the protocol.</summary>
    /// <exception cref="AuthenticationException">The client does not trust it, or there is no common protocol.</exception>
    public async Task<(string SerialNumber, SslProtocols Protocol)> ShakeHandsAsync(Uri address, SslProtocols protocols = SslProtocols.None)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(Options(address.Host, protocols));
        return (((X509Certificate2)tls.RemoteCertificate!).SerialNumber, tls.SslProtocol);
    }

    private SslClientAuthenticationOptions Options(string host, SslProtocols protocols)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(root);
        var options = new SslClientAuthenticationOptions { CertificateChainPolicy = policy, EnabledSslProtocols = protocols };
        if (host.Length > 0) options.TargetHost = host;
        return options;
    }
}
