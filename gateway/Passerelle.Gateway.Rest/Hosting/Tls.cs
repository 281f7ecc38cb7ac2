using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.Hosting;

/// <summary>How REST listens by https.</summary>
internal static class Tls
{
    public static bool IsWanted(RestSetup setup) => setup.Listen.Scheme == Uri.UriSchemeHttps;

    /// <exception cref="PasserelleException">PSR-6050: the address is none to listen on, or there is no certificate for it.</exception>
    public static void CheckAddress(RestSetup setup)
    {
        if (setup.Listen is not { Scheme: "http" or "https", AbsolutePath: "/" })
        {
            throw new PasserelleException(
                RestErrors.ListenAddress, $"listen is {setup.Listen}; expected an address as http://127.0.0.1:8080.",
                "Write http://host:port or https://host:port, without a path.");
        }

        if (IsWanted(setup) && setup.Certificate is null)
        {
            throw new PasserelleException(
                RestErrors.ListenAddress, $"The gateway is to listen at {setup.Listen} and has no certificate to show there.",
                "Name one at tls in passerelle.yaml, or listen at an http address.");
        }
    }

    /// <summary>The certificate is asked for at every handshake, so that a renewed one is shown without a restart.
    /// Older protocols than TLS 1.2 are refused.</summary>
    /// <remarks>A callback for certificates alone would not send those between the server's and its authority's.</remarks>
    public static void Use(ListenOptions listen, Func<SslStreamCertificateContext> certificate) =>
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate(),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }),
        });
}
