using Passerelle.Cli.Tests.Support;
using Passerelle.Testing;

namespace Passerelle.Cli.Tests.Commands;

/// <summary>Commands that need no gateway, with their whole outputs.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OfflineTests : IDisposable
{
    private readonly WorkspaceCopy _files = new(Path.Combine(Golden.Folder("Data"), "small"));

    [TestCase("lint-good", "lint")]
    [TestCase("test-good", "test")]
    [TestCase("test-json", "test", "--json", "--flow", "people")]
    [TestCase("peek-flow", "peek", "people", "-n", "2")]
    [TestCase("peek-flow-reveal", "peek", "people", "-n", "1", "--reveal")]
    [TestCase("peek-public-flow", "peek", "cities")]
    [TestCase("peek-json", "peek", "cities", "--json", "-n", "1")]
    [TestCase("describe", "describe")]
    [TestCase("describe-converter", "describe", "siret", "lookup")]
    [TestCase("describe-json", "describe", "trim", "--json")]
    [TestCase("status-without-data", "status")]
    [TestCase("reload-without-gateway", "reload")]
    [TestCase("migrate-from-embedded", "migrate", "--to", "kafka")]
    [TestCase("completion", "completion", "bash")]
    [TestCase("help", "--help")]
    [TestCase("help-failures-replay", "failures", "replay", "--help")]
    public async Task A_command_says(string golden, params string[] args) =>
        Golden.Check($"{golden}.txt", Scrub.Of(await CliRun.Of([.. args, "-w", _files.Path]), _files.Path));

    [Test]
    public async Task A_file_is_shown_without_a_workspace()
    {
        var file = Path.Combine(_files.Path, "inbox", "people", "people.csv");
        Golden.Check("peek-file.txt", Scrub.Of(await CliRun.Of("peek", file, "-n", "2"), _files.Path));
        Golden.Check("peek-file-pinned.txt", Scrub.Of(await CliRun.Of("peek", file, "-n", "1", "-o", "delimiter=|", "-o", "quote=none"), _files.Path));
    }

    [Test]
    public async Task A_failed_mapping_test_shows_each_difference()
    {
        _files.Edit("tests/people.yaml", "name: ADA", "name: Ada");
        _files.Edit("tests/people.yaml", "PSR-3101", "PSR-3102");
        Golden.Check("test-failed.txt", Scrub.Of(await CliRun.Of("test", "-w", _files.Path), _files.Path));
    }

    [Test]
    public async Task A_workspace_with_problems_is_not_tested()
    {
        _files.Edit("flows/people.yaml", "trim", "trimm");
        Golden.Check("test-of-broken.txt", Scrub.Of(await CliRun.Of("test", "-w", _files.Path), _files.Path));
    }

    [Test]
    public async Task The_schemas_for_editors_are_written_where_it_says()
    {
        Golden.Check("schema.txt", Scrub.Of(await CliRun.Of("schema", "-w", _files.Path), _files.Path));
        Assert.That(
            Directory.EnumerateFiles(Path.Combine(_files.Path, ".schema")).Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "contract.schema.json", "flow.schema.json", "mapping-test.schema.json", "passerelle.schema.json" }));
    }

    [TestCase(2, "frobnicate")]
    [TestCase(2, "lnt")]
    [TestCase(2, "peek")]
    [TestCase(2, "peek", "people", "--cuont", "3")]
    [TestCase(2, "peek", "people", "--count", "0")]
    [TestCase(2, "failures", "discard", "abcdef")]
    [TestCase(2, "migrate", "--to", "pulsar")]
    [TestCase(2, "migrate")]
    [TestCase(2, "run", "--listen", "8080")]
    [TestCase(4, "peek", "peple")]
    [TestCase(4, "peek", "nothing-like-it")]
    [TestCase(4, "describe", "trimm")]
    [TestCase(4, "test", "--flow", "citties")]
    public async Task What_cannot_be_is_refused_with_advice_on_standard_error(int exitCode, params string[] args)
    {
        var run = await CliRun.Of([.. args, "-w", _files.Path]);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((exitCode, "")));
        Golden.Check($"refused-{string.Join('-', args).Replace("--", "", StringComparison.Ordinal)}.txt", Scrub.Of(run, _files.Path));
    }

    [Test]
    public async Task Errors_are_JSON_too_when_answers_are()
    {
        var run = await CliRun.Of("peek", "peple", "--json", "-w", _files.Path);

        Assert.That(run, Is.EqualTo(new CliRun(4, "", """
            {
              "version": 1,
              "error": {
                "code": "PSR-7003",
                "message": "There is no flow 'peple'.",
                "remedy": "Did you mean 'people'?"
              }
            }

            """)));
    }

    public void Dispose() => _files.Dispose();
}
