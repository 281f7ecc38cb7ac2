using Passerelle.Architecture.Tests.Folders;
using Passerelle.Architecture.Tests.Rules;

namespace Passerelle.Architecture.Tests;

/// <summary>The rules, held against the repository itself.</summary>
internal sealed class RepositoryTests
{
    private static IReadOnlyList<string> Sources { get; } = [.. Repository.TrackedFiles.Where(LayoutRules.IsSource)];

    private static IReadOnlyList<ProjectFile> Projects { get; } =
    [
        .. from path in Repository.TrackedFiles
           where path.EndsWith(".csproj", StringComparison.Ordinal)
           select ProjectFile.Parse(path, Repository.Read(path)),
    ];

    [Test]
    public void The_scan_finds_the_projects_and_the_sources()
    {
        Assert.That(
            Projects.Select(project => project.Name),
            Does.Contain("Passerelle.Contracts").And.Contain("Passerelle.Architecture.Tests"));
        Assert.That(Sources, Does.Contain("contracts/Passerelle.Contracts/Errors/ErrorCode.cs"));
    }

    [Test]
    public void Projects_reference_only_what_the_graph_allows() => AssertNone(Projects.SelectMany(ReferenceGraph.Check));

    [Test]
    public void Folders_of_a_project_know_each_other_one_way()
    {
        var graph = FolderGraph.Of([.. Sources.Select(path => SourceFile.Parse(path, Repository.Read(path)))]);
        var arrows = Projects.SelectMany(
            project => project.Projects.Select(to => $"{project.Name} -> {Path.GetFileNameWithoutExtension(to)}"));
        Print("Projects", arrows);
        Print("Folders", graph.Lines);

        AssertNone(graph.Circles());
    }

    [Test]
    public void Ports_stays_small()
    {
        var lines = Sources.Where(path => path.StartsWith("gateway/Passerelle.Gateway.Ports/", StringComparison.Ordinal))
            .Sum(path => Repository.Read(path).Count(c => c == '\n'));

        Assert.That(lines, Is.LessThan(1500), "What an engine implements fits in a head: move what it does not implement to Pipeline.");
    }

    [Test]
    public void Package_versions_stand_in_one_place() => AssertNone(Projects.SelectMany(LayoutRules.PackageVersions));

    [Test]
    public void The_top_level_holds_only_what_the_layout_names() => AssertNone(LayoutRules.TopLevel(Repository.TrackedFiles));

    [Test]
    public void Every_project_is_in_the_solution() =>
        AssertNone(LayoutRules.Solution(Repository.Read("Integration.sln"), [.. Projects.Select(project => project.Path)]));

    [Test]
    public void Source_files_are_short() =>
        AssertNone(Sources.SelectMany(path => LayoutRules.FileLength(path, Repository.Read(path))));

    [Test]
    public void Lines_are_short()
    {
        var narrow = Repository.TrackedFiles.Where(LayoutRules.IsNarrow).ToList();

        Assert.That(narrow, Does.Contain("contracts/Passerelle.Contracts/Errors/ErrorCode.cs"));
        AssertNone(narrow.SelectMany(path => LayoutRules.LineWidth(path, Repository.Read(path))));
    }

    [Test]
    public void Error_codes_are_well_formed_and_declared_once()
    {
        var codes = Sources.SelectMany(path => ErrorCodeRules.Declared(path, Repository.Read(path))).ToList();

        Assert.That(codes, Is.Not.Empty);
        AssertNone(ErrorCodeRules.Check(codes));
    }

    private static void Print(string title, IEnumerable<string> lines) =>
        TestContext.Out.WriteLine($"{title}\n  {string.Join("\n  ", lines)}");

    // One text, because a failed collection assertion shows only the first ten.
    private static void AssertNone(IEnumerable<string> problems) => Assert.That(string.Join('\n', problems), Is.Empty);
}
