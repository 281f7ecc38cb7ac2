using System.Security.Authentication;
using System.Text.Json.Nodes;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Tests.Support;

namespace Passerelle.Gateway.Tests.Hosting;

/// <summary>REST by https, over the whole gateway.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HttpsTests : IAsyncDisposable
{
    private readonly SmallWorkspace _workspace =
        new("listen: https://127.0.0.1:0\ntls: { certificate: tls/server.pem, key: tls/server.key }");
    private readonly TestAuthority _authority = new();
    private readonly LogLines _log = new();
    private readonly TlsClient _client;
    private GatewayHost? _host;

    public HttpsTests() => _client = new TlsClient(_authority.Root);

    private GatewayHost Host => _host ?? throw new InvalidOperationException("The gateway was not started.");

    [Test]
    public async Task A_client_that_trusts_the_root_alone_is_served()
    {
        Place(_authority.Issue());
        await StartAsync();
        var answer = await _client.GetAsync(new Uri(Host.Address, "/health/live"));

        Assert.That(Host.Address.Scheme, Is.EqualTo("https"));
        Assert.That(answer, Is.EqualTo((200, "HTTP/2.0", """
            {
              "status": "ok"
            }
            """)));
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task TLS_of_this_version_is_spoken(SslProtocols protocol)
    {
        Place(_authority.Issue());
        await StartAsync();

        Assert.That((await _client.ShakeHandsAsync(Host.Address, protocol)).Protocol, Is.EqualTo(protocol));
    }

    [Test]
    public async Task Older_protocols_are_refused()
    {
        Place(_authority.Issue());
        await StartAsync();
#pragma warning disable CA5397, SYSLIB0039 // That it is out of use is what is tested.
        Assert.That(
            async () => await _client.ShakeHandsAsync(Host.Address, SslProtocols.Tls11),
            Throws.InstanceOf<AuthenticationException>().Or.InstanceOf<IOException>());
#pragma warning restore CA5397, SYSLIB0039
    }

    [Test]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        Place(_authority.Issue());
        await StartAsync();
        var renewed = _authority.Issue();
        Place(renewed);
        await Eventually.HoldsAsync(
            async () => (await _client.ShakeHandsAsync(Host.Address)).SerialNumber == renewed.SerialNumber,
            "the renewed certificate is shown");

        _workspace.Write("tls/server.key", "nothing");
        await Eventually.HoldsAsync(async () => (await CertificateAsync()).Length > 0, "readiness tells of the broken one");
        Assert.That(await CertificateAsync(), Is.EqualTo(
            "degraded PSR-4736: The last good certificate stays: PSR-4731: "
                + $"The file '{_workspace.At("tls/server.key")}' holds no private key. Name the PEM file of the private key at tls.key."));
        Assert.That((await _client.ShakeHandsAsync(Host.Address)).SerialNumber, Is.EqualTo(renewed.SerialNumber));
    }

    [Test]
    public async Task A_reload_takes_another_file_at_once_and_nothing_when_that_is_broken()
    {
        Place(_authority.Issue());
        await StartAsync();
        var root = await File.ReadAllTextAsync(_workspace.At("passerelle.yaml"));
        _workspace.Write("passerelle.yaml", root.Replace("tls/server.key", "tls/other.key", StringComparison.Ordinal));
        var refused = await Host.ReloadAsync(CancellationToken.None);
        Assert.That((refused.Applied, string.Join('\n', refused.Reasons)), Is.EqualTo((
            false,
            $"PSR-4730: The file '{_workspace.At("tls/other.key")}' does not exist. "
                + "Put it there, or write the path of another one at tls in passerelle.yaml.")));

        var other = _authority.Issue();
        _workspace.Write("tls/server.pem", other.ChainPem);
        _workspace.Write("tls/other.key", other.KeyPem);
        Assert.That((await Host.ReloadAsync(CancellationToken.None)).Applied);
        Assert.That((await _client.ShakeHandsAsync(Host.Address)).SerialNumber, Is.EqualTo(other.SerialNumber));
    }

    [Test]
    public async Task An_expired_certificate_starts_and_is_told()
    {
        Place(_authority.Issue(days: -1));
        await StartAsync();

        Assert.That(_log.All, Has.Some.StartsWith("Warning: PSR-4735: clients refuse the certificate of CN=passerelle.test, "));
        Assert.That(async () => await _client.ShakeHandsAsync(Host.Address), Throws.InstanceOf<AuthenticationException>());
    }

    [Test]
    public async Task A_gateway_without_its_certificate_does_not_start_and_leaves_its_folder_free()
    {
        var error = await Assert.ThrowsAsync<PasserelleException>(StartAsync);
        Assert.That($"{error!.Code}: {error.Message} {error.Remedy}", Is.EqualTo(
            $"PSR-4730: The file '{_workspace.At("tls/server.pem")}' does not exist. "
                + "Put it there, or write the path of another one at tls in passerelle.yaml."));
        Place(_authority.Issue());
        await StartAsync();
    }

    [Test]
    public async Task An_https_address_from_outside_needs_the_certificate_of_the_workspace()
    {
        using var plain = new SmallWorkspace();
        var error = await Assert.ThrowsAsync<PasserelleException>(() => GatewayHost.StartAsync(
            plain.Load(), plain.Data, new Uri("https://127.0.0.1:0"), _log, TimeProvider.System, CancellationToken.None));

        Assert.That($"{error!.Code}: {error.Message} {error.Remedy}", Is.EqualTo(
            "PSR-6050: The gateway is to listen at https://127.0.0.1:0/ and has no certificate to show there. "
                + "Name one at tls in passerelle.yaml, or listen at an http address."));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _authority.Dispose();
        _workspace.Dispose();
    }

    private void Place(IssuedCertificate issued)
    {
        _workspace.Write("tls/server.pem", issued.ChainPem);
        _workspace.Write("tls/server.key", issued.KeyPem);
    }

    private async Task StartAsync() =>
        _host = await GatewayHost.StartAsync(_workspace.Load(), _workspace.Data, null, _log, TimeProvider.System, CancellationToken.None);

    private async Task<string> CertificateAsync()
    {
        var body = JsonNode.Parse((await _client.GetAsync(new Uri(Host.Address, "/health/ready"))).Body)!;
        var part = body["parts"]!.AsArray().SingleOrDefault(p => p!["part"]!.ToString() == "rest");
        return part is null ? "" : $"{part["status"]} {part["code"]}: {part["reason"]}";
    }
}
