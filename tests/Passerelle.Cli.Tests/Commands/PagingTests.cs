using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Passerelle.Cli.Tests.Support;

namespace Passerelle.Cli.Tests.Commands;

/// <summary>Lists that are longer than a page: two dead letters and two deliveries, one at a time.</summary>
internal sealed partial class PagingTests
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

    [TestCase("paging-cursor", "failures", "list", "--cursor", "companies-12")]
    [TestCase("paging-limit", "files", "list", "--limit", "0")]
    [TestCase("paging-limit-json", "files", "list", "--limit", "1001", "--json")]
    public async Task What_is_no_limit_or_cursor_is_refused(string golden, params string[] args) =>
        Golden.Check($"{golden}.txt", Scrub.Of(await _gateway.RunAsync(args), _gateway.Files.Path));

    [TestCase("failures", "list")]
    [TestCase("failures", "show")]
    [TestCase("files", "list")]
    public async Task A_page_says_how_to_get_the_next_one(params string[] list)
    {
        var first = await _gateway.RunAsync([.. list, "--limit", "1"]);
        var hint = Hint().Match(first.Out);
        Assert.That((first.ExitCode, hint.Success), Is.EqualTo((0, true)), first.Out + first.Error);
        var second = await _gateway.RunAsync([.. list, "--limit", "1", "--cursor", hint.Groups[1].Value]);
        Assert.That((second.ExitCode, Hint().IsMatch(second.Out)), Is.EqualTo((0, false)), second.Out + second.Error);
        Assert.That(new[] { Flow(first), Flow(second) }.Order(), Is.EqualTo(new[] { "cities", "people" }));
    }

    [TestCase("failures", "list")]
    [TestCase("files", "list")]
    public async Task A_script_that_names_no_limit_gets_everything_and_one_that_does_a_page_with_its_end(params string[] list)
    {
        var all = await JsonAsync([.. list, "--json"]);
        Assert.That((all["data"]!.AsArray().Count, all.ContainsKey("next")), Is.EqualTo((2, false)));
        var first = await JsonAsync([.. list, "--json", "--limit", "1"]);
        Assert.That(first["version"]!.GetValue<int>(), Is.EqualTo(1));
        var second = await JsonAsync([.. list, "--json", "--limit", "1", "--cursor", first["next"]!.GetValue<string>()]);
        Assert.That(second.ContainsKey("next"), Is.False);
        Assert.That(new[] { first, second }.SelectMany(Data), Is.EqualTo(Data(all)));
    }

    [Test]
    public async Task Without_a_gateway_lists_are_paged_alike()
    {
        await using var gateway = new SmallGateway();
        await gateway.StartAsync();
        await gateway.SettledAsync();
        await gateway.StopAsync();
        var first = await gateway.RunAsync("files", "list", "--limit", "1");
        var second = await gateway.RunAsync("files", "list", "--limit", "1", "--cursor", Hint().Match(first.Out).Groups[1].Value);
        Assert.That((second.ExitCode, Hint().IsMatch(second.Out)), Is.EqualTo((0, false)), second.Error);
    }

    private async Task<JsonObject> JsonAsync(string[] args) => JsonNode.Parse((await _gateway.RunAsync(args)).Out)!.AsObject();

    private static IEnumerable<string> Data(JsonObject answer) => answer["data"]!.AsArray().Select(d => d!.ToJsonString());

    private static string Flow(CliRun run) => run.Out.Contains("people", StringComparison.Ordinal) ? "people" : "cities";

    [GeneratedRegex("There are more. Next page: the same command with --cursor ([A-Za-z0-9_-]+)\n")]
    private static partial Regex Hint();
}
