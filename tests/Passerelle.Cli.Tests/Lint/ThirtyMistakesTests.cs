using System.Text.Json;
using Passerelle.Cli.Tests.Support;
using Passerelle.Testing;

namespace Passerelle.Cli.Tests.Lint;

/// <summary>Thirty mistakes of thirty kinds, found by the real adapters and compilers, each mended by what its repair says.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ThirtyMistakesTests : IDisposable
{
    private const string User = "PASSERELLE_MISTAKES_USER";

    private readonly WorkspaceCopy _workspace = new(Path.Combine(Golden.Folder("Lint"), "Data", "thirty-mistakes"));

    /// <summary>What each problem's repair tells to write, in the order of the problems.</summary>
    private static readonly (string File, string Old, string New)[] Edits =
    [
        ("contracts/companies.yaml", "minLenght", "minLength"),
        ("contracts/companies.yaml", "2D", "P2D"),
        ("contracts/debts.yaml", "publik", "public"),
        ("contracts/debts.yaml", "amuont", "amount"),
        ("contracts/establishments.yaml", "\"${env:TITLE}\"", "Establishments"),
        ("flows/archive.yaml", "archives@1", "archive@1"),
        ("flows/archive.yaml", "flatfile", "flat_file"),
        ("flows/broken.yaml", "[siren\n", "[siren]\n"),
        ("flows/companies.yaml", "skipLines: one", "skipLines: 1"),
        ("flows/debts.yaml", "flow: companies", "flow: debts"),
        ("flows/debts.yaml", "  connection: legacyy\n", ""),
        ("flows/debts.yaml", "pattern: debts/*.csv", "pattern: '*.csv'"),
        ("flows/debts.yaml", "semantics: delta", "semantics: state"),
        ("flows/establishments.yaml", "mapping:\n", "mapping:\n  active: { from: actif, convert: [boolean: { \"true\": [O], \"false\": [N] }] }\n"),
        ("flows/establishments.yaml", "key: [siret]", "key: [siren, siret]"),
        ("flows/establishments.yaml", "  nam:", "  name:"),
        ("flows/establishments.yaml", "lookup: size ", "lookup: sizes "),
        ("flows/establishments.yaml", "yyyy-QQ-dd", "yyyy-MM-dd"),
        ("flows/establishments.yaml", "trimm", "trim"),
        ("lookups/sizes.csv", "medium,large", "\"medium,large\""),
        ("passerelle.yaml", "name: twice\n", ""),
        ("passerelle.yaml", "prefx:", "prefix:"),
        ("passerelle.yaml", "listen: 127.0.0.1\n", "listen: http://127.0.0.1:8080\n"),
        ("passerelle.yaml", "kafak", "kafka"),
        ("passerelle.yaml", "partitions: 0", "partitions: 1"),
        (User, "", "gateway"),
        ("passerelle.yaml", "hunter2", "${env:PASSERELLE_MISTAKES_USER}"),
        ("passerelle.yaml", "  engine: postgres\n", "  engine: postgres\n  connectionString: ${env:PASSERELLE_MISTAKES_USER}\n"),
        ("secrets/archive", "", "hunter3\n"),
        ("tests/companies.yaml", "compnies", "companies"),
    ];

    [Test]
    public async Task All_thirty_are_reported_at_their_places()
    {
        var lint = await CliRun.Of("lint", "-w", _workspace.Path);

        Golden.Check("thirty-mistakes.txt", lint.Out);
        Assert.That((lint.ExitCode, lint.Error), Is.EqualTo((1, "")));
        var problems = await Problems();
        Assert.That(problems, Has.Count.EqualTo(30));
        Assert.That(problems.Select(p => p.Code).Distinct().Count(), Is.EqualTo(30), "thirty kinds");
    }

    [Test]
    public async Task Each_repair_mends_its_own_problem_and_together_they_leave_none()
    {
        // Of one row of a table and of broken YAML more may come to light; here nothing does.
        var left = await Problems();
        foreach (var edit in Edits)
        {
            var mended = left[0];
            if (edit.File == User) Environment.SetEnvironmentVariable(User, edit.New);
            else _workspace.Edit(edit.File, edit.Old, edit.New);
            var now = await Problems();
            Assert.That(now.Select(p => p.What), Is.EqualTo(left.Skip(1).Select(p => p.What)), $"after mending {mended.What}");
            left = now;
        }

        var lint = await CliRun.Of("lint", "-w", _workspace.Path);
        Assert.That(lint, Is.EqualTo(new CliRun(0, "No problems.\n", "")));
    }

    [Test]
    public async Task The_value_of_a_secret_is_never_printed()
    {
        _workspace.Edit("secrets/archive", "", "hunter3-secret\n");
        Environment.SetEnvironmentVariable(User, "user-secret");
        _workspace.Edit("flows/companies.yaml", "skipLines: one", "skipLines: ${env:" + User + "}");

        var people = await CliRun.Of("lint", "-w", _workspace.Path);
        var scripts = await CliRun.Of("lint", "-w", _workspace.Path, "--json");

        foreach (var secret in (string[])["hunter2", "hunter3", "user-secret"])
            Assert.That(people.Out + people.Error + scripts.Out + scripts.Error, Does.Not.Contain(secret));
        Assert.That(people.Out, Does.Contain("flows/companies.yaml:7:16 PSR-1022 source.options.skipLines\n  expected a whole number, found `${env:" + User + "}`\n"));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(User, null);
        _workspace.Dispose();
    }

    /// <summary>Problems by what stays the same when lines move.</summary>
    private async Task<List<(string Code, string What)>> Problems()
    {
        var lint = await CliRun.Of("lint", "-w", _workspace.Path, "--json");
        using var document = JsonDocument.Parse(lint.Out);
        return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(p =>
            (p.GetProperty("code").GetString()!, $"{p.GetProperty("file")} {p.GetProperty("code")} {p.GetProperty("path")}: {p.GetProperty("message")}"))];
    }
}
