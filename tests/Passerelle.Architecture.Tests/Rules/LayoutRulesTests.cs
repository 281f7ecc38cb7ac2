namespace Passerelle.Architecture.Tests.Rules;

internal sealed class LayoutRulesTests
{
    private const string Formats = "adapters/Passerelle.Formats/Passerelle.Formats.csproj";
    private const string Contracts = "contracts/Passerelle.Contracts/Passerelle.Contracts.csproj";

    [Test]
    public void The_layout_at_the_top_level_is_accepted() =>
        Assert.That(
            LayoutRules.TopLevel(["README.md", "Integration.sln", "global.json", ".ci/run", ".gitignore", "tools/a.cs", "tests/b/c.cs"]),
            Is.Empty);

    [Test]
    public void Anything_else_at_the_top_level_is_refused() =>
        Assert.That(LayoutRules.TopLevel(["docs/a.md", "docs/b.md", "NOTES.md", "tests", "README.md/x"]), Is.EqualTo(new[]
        {
            "docs: no such folder belongs at the top level of the repository.",
            "NOTES.md: no such file belongs at the top level of the repository.",
            "tests: no such file belongs at the top level of the repository.",
            "README.md: no such folder belongs at the top level of the repository.",
        }));

    [Test]
    public void A_solution_with_every_project_is_accepted() =>
        Assert.That(LayoutRules.Solution(Solution("\r\n"), [Formats]), Is.Empty);

    [Test]
    public void A_solution_that_misses_a_project_or_lists_a_lost_one_is_refused() =>
        Assert.That(LayoutRules.Solution(Solution("\n"), [Contracts]), Is.EqualTo(new[]
        {
            $"{Contracts}: is not in Integration.sln. Add it with 'dotnet sln add {Contracts}'.",
            $"{Formats}: is in Integration.sln but not in the repository.",
        }));

    [TestCase("""<PackageReference Include="Dapper" Version="2.1.86" />""")]
    [TestCase("""<PackageReference Include="Dapper" VersionOverride="2.1.86" />""")]
    [TestCase("<PackageReference Include=\"Dapper\"><Version>2.1.86</Version></PackageReference>")]
    [TestCase("""<PackageReference Update="Dapper" Version="2.1.86" />""")]
    [TestCase("""<PackageVersion Include="Dapper" Version="2.1.86" />""")]
    public void A_package_version_in_a_project_is_refused(string item) =>
        Assert.That(LayoutRules.PackageVersions(Project(item)), Is.EqualTo(new[]
        {
            $"{Formats}: gives Dapper a version. Versions stand in Directory.Packages.props.",
        }));

    [Test]
    public void A_package_without_a_version_is_accepted() =>
        Assert.That(LayoutRules.PackageVersions(Project("""<PackageReference Include="Dapper" PrivateAssets="all" />""")), Is.Empty);

    [TestCase(400, "\n")]
    [TestCase(399, "\nlast line without an end")]
    public void A_file_of_400_lines_is_accepted(int ends, string tail) =>
        Assert.That(LayoutRules.FileLength("tools/A.cs", new string('\n', ends - 1) + tail), Is.Empty);

    [TestCase("\n")]
    [TestCase("last line without an end")]
    public void A_file_of_401_lines_is_refused(string tail) =>
        Assert.That(LayoutRules.FileLength("tools/A.cs", new string('\n', 400) + tail), Is.EqualTo(new[]
        {
            "tools/A.cs: has 401 lines; a source file has at most 400. Split it.",
        }));

    [TestCase("\n", 140)]
    [TestCase("\r\n", 140)]
    [TestCase("\n", 0)]
    public void A_line_of_at_most_140_characters_is_accepted(string end, int width) =>
        Assert.That(LayoutRules.LineWidth("a.cs", $"first{end}{new string('é', width)}{end}"), Is.Empty);

    [Test]
    public void Every_longer_line_is_refused_with_its_number() =>
        Assert.That(LayoutRules.LineWidth("a.cs", $"first\n{new string('x', 141)}\n\n{new string('y', 200)}"), Is.EqualTo(new[]
        {
            "a.cs:2: has 141 characters; a line has at most 140. Break it.",
            "a.cs:4: has 200 characters; a line has at most 140. Break it.",
        }));

    [TestCase("adapters/Passerelle.Formats/Copybook/ProblemList.cs", ExpectedResult = true)]
    [TestCase("tests/Passerelle.Formats.Tests/Copybook/ParserTests.cs", ExpectedResult = true)]
    [TestCase("adapters/Passerelle.Formats/Copybook/README.md", ExpectedResult = false)]
    public bool Widths_are_checked_in_the_code_and_its_tests(string path) => LayoutRules.IsNarrow(path);

    [TestCase("gateway/Passerelle.Gateway/Program.cs", ExpectedResult = true)]
    [TestCase("tools/Passerelle.Cli/Program.cs", ExpectedResult = true)]
    [TestCase("tests/Passerelle.Formats.Tests/DialectTests.cs", ExpectedResult = false)]
    [TestCase("gateway/Passerelle.Gateway/samples/debts.csv", ExpectedResult = false)]
    public bool Sources_are_the_code_outside_the_tests(string path) => LayoutRules.IsSource(path);

    private static ProjectFile Project(string item) =>
        ProjectFile.Parse(Formats, $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{item}</ItemGroup></Project>""");

    private static string Solution(string newLine) => string.Join(
        newLine,
        "Microsoft Visual Studio Solution File, Format Version 12.00",
        """Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "adapters", "adapters", "{D4EA2BDA-E9C1-4E2D-BDF6-04A0D7E58F16}" """,
        "EndProject",
        """Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Passerelle.Formats", "adapters\"""
            + """Passerelle.Formats\Passerelle.Formats.csproj", "{5E0A4D5B-6C0A-4B59-8E19-0F1B7C7F2B11}" """,
        "EndProject",
        "");
}
