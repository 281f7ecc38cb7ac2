using System.Runtime.CompilerServices;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Workspace.Tests.Loading;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ThirtyMistakesTests : IDisposable
{
    private readonly WorkspaceCopy _workspace = new(Path.Combine(Here(), "Data", "thirty-mistakes"));
    private readonly Dictionary<string, string> _environment = [];

    /// <summary>What each problem's repair tells to write, in the order of the problems.</summary>
    private static readonly Edit[] Edits =
    [
        new("contracts/companies.yaml", "titel:", "title:"),
        new("contracts/establishments.yaml", "\"${env:TITLE}\"", "Establishments"),
        new("flows/archive-old.yaml", "mapping:", "orderBy: updatedAt\nmapping:"),
        new("flows/broken.yaml", "[siren\n", "[siren]\n"),
        new("flows/companies.yaml", "foldr:", "folder:"),
        new("flows/companies.yaml", "\"true\"", "true"),
        new("flows/companies.yaml", "semantics: stat\n", "semantics: state\n"),
        new("flows/companies.yaml", "6h", "06:00"),
        new("flows/debts.yaml", "legacyy", "legacy"),
        new("flows/debts.yaml", "debts/*.csv", "'*.csv'"),
        new("flows/debts.yaml", "extract: full", "extract: changes"),
        new("flows/debts.yaml", "[siren, siren]", "[siren]"),
        new("flows/establishments.yaml", "establishment@1", "establishments@1"),
        new("flows/establishments.yaml", "flatfile", "flat_file"),
        new("flows/establishments.yaml", "&key ", ""),
        new("flows/establishments.yaml", "!!str ", ""),
        new("flows/more-companies.yaml", "flow: companies", "flow: more-companies"),
        new("flows/more-companies.yaml", "contract: archive\n", "contract: archive@1\n"),
        new("lookups/sizes.csv", "medium,large", "\"medium,large\""),
        new("passerelle.yaml", "name: twice\n", ""),
        new("passerelle.yaml", "prefx:", "prefix:"),
        new("passerelle.yaml", "listen: 127.0.0.1\n", "listen: http://127.0.0.1:8080\n"),
        new("passerelle.yaml", "embeded", "embedded"),
        new("passerelle.yaml", "partitions: 0", "partitions: 1"),
        new(Edit.Environment, "LEGACY_USER", "gateway"),
        new("passerelle.yaml", "hunter2", "${env:LEGACY_USER}"),
        new("passerelle.yaml", "  archive:\n", "  archive:\n    address: https://legacy.example/ws\n"),
        new("secrets/archive", "", "hunter3\n"),
        new("tests/companies.yaml", "compnies", "companies"),
        new("tests/companies.yaml", "    error: { code: PSR-3101 }\n", ""),
    ];

    [Test]
    public void All_thirty_are_reported_at_their_places()
    {
        var golden = Path.Combine(Here(), "Golden", "thirty-mistakes.txt");
        Assert.That(ProblemFormatter.Format(Lint()), Is.EqualTo(File.ReadAllText(golden)));
        Assert.That(File.ReadAllLines(golden), Has.Length.EqualTo(30));
    }

    [Test]
    public void Each_repair_mends_its_own_problem_and_together_they_leave_none()
    {
        for (var left = Edits.Length; left > 0; left--)
        {
            Assert.That(Lint(), Has.Count.EqualTo(left), ProblemFormatter.Format(Lint()));
            Apply(Edits[^left]);
        }

        var result = Load();
        Assert.That(ProblemFormatter.Format(result.Problems), Is.Empty);
        Assert.That(
            result.Workspace!.Flows.Select(f => f.Name),
            Is.EqualTo(new[] { "archive-new", "archive-old", "broken", "companies", "debts", "establishments", "more-companies" }));
    }

    public void Dispose() => _workspace.Dispose();

    private IReadOnlyList<Contracts.Errors.Problem> Lint() => Load().Problems;

    private WorkspaceLoadResult Load() =>
        WorkspaceLoader.Load(_workspace.Path, [new FakeAdapter()], FakeEngines.Instance, FakeCompilers.Instance, _environment.GetValueOrDefault);

    private void Apply(Edit edit)
    {
        if (edit.File == Edit.Environment)
        {
            _environment[edit.Old] = edit.New;
            return;
        }

        _workspace.Edit(edit.File, edit.Old, edit.New);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private sealed record Edit(string File, string Old, string New)
    {
        public const string Environment = "(environment)";
    }
}
