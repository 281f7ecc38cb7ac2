using Passerelle.Cli.Tests.Support;

namespace Passerelle.Cli.Tests.Commands;

/// <summary>What an operator sees and does beside a running gateway, with whole outputs.</summary>
internal sealed class OperatorTests
{
    private readonly SmallGateway _gateway = new();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        await _gateway.StartAsync();
        await _gateway.SettledAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _gateway.DisposeAsync();

    [TestCase("status", "status")]
    [TestCase("failures-groups", "failures", "groups")]
    [TestCase("failures-list", "failures", "list", "--flow", "people")]
    [TestCase("failures-list-json", "failures", "list", "--flow", "cities", "--json")]
    [TestCase("failures-show", "failures", "show", "--flow", "people")]
    [TestCase("failures-show-reveal", "failures", "show", "--flow", "people", "--reveal")]
    [TestCase("failures-show-json", "failures", "show", "--flow", "people", "--json")]
    [TestCase("failures-show-public", "failures", "show", "--flow", "cities")]
    [TestCase("failures-none", "failures", "list", "--code", "PSR-9999")]
    [TestCase("files-list", "files", "list", "--flow", "cities")]
    [TestCase("files-show", "files", "show", "cities-1")]
    [TestCase("files-not-quarantined", "files", "accept", "people-1", "--reason", "seen")]
    [TestCase("files-unknown", "files", "show", "citties-1")]
    [TestCase("explain", "explain", "people", "1")]
    [TestCase("explain-reveal", "explain", "people", "1", "--reveal")]
    [TestCase("explain-nothing", "explain", "people", "77")]
    [TestCase("explain-unknown", "explain", "poeple", "1")]
    [TestCase("replay-nothing-named", "failures", "replay")]
    public async Task A_command_says(string golden, params string[] args) =>
        Golden.Check($"{golden}.txt", Scrub.Of(await _gateway.RunAsync(args), _gateway.Files.Path));
}
