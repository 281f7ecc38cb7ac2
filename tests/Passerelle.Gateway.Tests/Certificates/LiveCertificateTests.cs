using Microsoft.Extensions.Time.Testing;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Certificates;
using Passerelle.Gateway.Tests.Support;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Tests.Certificates;

/// <summary>A renewed certificate is taken, a broken one is not.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LiveCertificateTests : IDisposable
{
    private readonly SmallWorkspace _files = new();
    private readonly TestAuthority _authority = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly LogLines _log = new();

    [Test]
    public async Task What_is_written_is_taken_once_it_has_stood_still_for_one_look()
    {
        using var live = new Shown(await StartAsync(_authority.Issue()));
        var next = _authority.Issue();
        _files.Write("server.pem", next.ChainPem);
        live.Certificate.Look();
        _files.Write("server.key", next.KeyPem);
        live.Certificate.Look();
        Assert.That(live.Serial, Is.Not.EqualTo(next.SerialNumber));
        live.Certificate.Look();

        Assert.That(live.Serial, Is.EqualTo(next.SerialNumber));
        Assert.That(_log.All.Select(l => l.Split(", valid")[0]), Is.EqualTo(new[]
        {
            "Information: REST shows the certificate of CN=passerelle.test, serial number 1001",
            "Information: REST shows the certificate of CN=passerelle.test, serial number 1002",
        }));
    }

    [Test]
    public async Task A_broken_one_is_kept_out_and_told_once_until_it_is_fixed()
    {
        var first = _authority.Issue();
        using var live = new Shown(await StartAsync(first));
        _files.Write("server.key", "nothing");
        for (var i = 0; i < 5; i++) live.Certificate.Look();
        var reason =
            $"PSR-4731: The file '{_files.At("server.key")}' holds no private key. Name the PEM file of the private key at tls.key.";
        Assert.That(live.Serial, Is.EqualTo(first.SerialNumber));
        Assert.That(live.Readiness, Is.EqualTo($"rest certificate Degraded PSR-4736 The last good certificate stays: {reason}"));
        Assert.That(
            _log.All.Skip(1).Single(),
            Does.StartWith("Warning: The changed certificate is not in force, the last good one (CN=passerelle.test, serial number 1001, ")
                .And.EndWith($") stays: {reason}"));

        _files.Write("server.key", first.KeyPem);
        for (var i = 0; i < 2; i++) live.Certificate.Look();
        Assert.That(live.Readiness, Is.Empty);
    }

    [Test]
    public async Task A_file_that_goes_away_leaves_the_last_good_one()
    {
        using var live = new Shown(await StartAsync(_authority.Issue()));
        File.Delete(_files.At("server.pem"));
        for (var i = 0; i < 2; i++) live.Certificate.Look();

        Assert.That(live.Readiness, Is.EqualTo(
            $"rest certificate Degraded PSR-4736 The last good certificate stays: PSR-4730: The file '{_files.At("server.pem")}' does not "
                + "exist. Put it there, or write the path of another one at tls in passerelle.yaml."));
    }

    [Test]
    public async Task One_that_expires_while_it_is_shown_is_told_once_and_shows_in_readiness()
    {
        using var live = new Shown(await StartAsync(_authority.Issue(days: 1)));
        live.Certificate.Look();
        Assert.That(live.Readiness, Is.Empty);
        _time.Advance(TimeSpan.FromDays(2));
        for (var i = 0; i < 3; i++) live.Certificate.Look();

        Assert.That(live.Readiness, Does.StartWith("rest certificate Degraded PSR-4735 It expired on "));
        Assert.That(_log.All.Skip(1).Single(), Does.StartWith("Warning: PSR-4735: clients refuse the certificate of CN=passerelle.test, "));
    }

    [Test]
    public async Task A_workspace_that_no_longer_names_one_is_refused()
    {
        using var live = new Shown(await StartAsync(_authority.Issue()));

        Assert.That(Assert.Throws<PasserelleException>(() => live.Certificate.Prepare(null))!.Code.Id, Is.EqualTo("PSR-4737"));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _files.Dispose();
    }

    private async Task<LiveCertificate> StartAsync(IssuedCertificate issued)
    {
        _files.Write("server.pem", issued.ChainPem);
        _files.Write("server.key", issued.KeyPem);
        var live = new LiveCertificate(new ServerTls(_files.At("server.pem"), _files.At("server.key"), null), _time, _log);
        await live.StartingAsync(CancellationToken.None);
        return live;
    }

    private sealed record Shown(LiveCertificate Certificate) : IDisposable
    {
        public string Serial => Certificate.Context.TargetCertificate.SerialNumber;

        public string Readiness => string.Join(
            '\n', Certificate.Entries.Select(e => $"{e.Part.ToString().ToLowerInvariant()} {e.Name} {e.Status} {e.Cause} {e.Reason}"));

        public void Dispose() => Certificate.Current?.Context.TargetCertificate.Dispose();
    }
}
