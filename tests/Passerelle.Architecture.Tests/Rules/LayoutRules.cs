using System.Text.RegularExpressions;

namespace Passerelle.Architecture.Tests.Rules;

/// <summary>What stands where in the repository. Paths are relative to its root, with forward slashes.</summary>
internal static partial class LayoutRules
{
    public const int MaxLines = 400;

    private static readonly string[] Folders = ["adapters", "contracts", "gateway", "tests", "tools"];

    private static readonly string[] Files =
        ["Directory.Build.props", "Directory.Packages.props", "Integration.sln", "README.md", "global.json"];

    public static IEnumerable<string> TopLevel(IEnumerable<string> files) =>
        from top in files.Select(Top).Distinct()
        where !top.Name.StartsWith('.') && !(top.IsFolder ? Folders : Files).Contains(top.Name)
        select $"{top.Name}: no such {(top.IsFolder ? "folder" : "file")} belongs at the top level of the repository.";

    public static IEnumerable<string> Solution(string solution, IReadOnlyCollection<string> projects)
    {
        var listed = SolutionProject().Matches(solution).Select(match => match.Groups["path"].Value.Replace('\\', '/')).ToList();
        foreach (var project in projects.Except(listed))
            yield return $"{project}: is not in Integration.sln. Add it with 'dotnet sln add {project}'.";
        foreach (var project in listed.Except(projects))
            yield return $"{project}: is in Integration.sln but not in the repository.";
    }

    public static IEnumerable<string> PackageVersions(ProjectFile project) =>
        project.Versioned.Select(package => $"{project.Path}: gives {package} a version. Versions stand in Directory.Packages.props.");

    public static IEnumerable<string> FileLength(string path, string text)
    {
        var lines = text.Count(c => c == '\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);
        if (lines > MaxLines) yield return $"{path}: has {lines} lines; a source file has at most {MaxLines}. Split it.";
    }

    /// <summary>Source files are the C# files of the shipped folders and the tools, not of the tests.</summary>
    public static bool IsSource(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal) && Top(path) is { IsFolder: true, Name: not "tests" };

    private static (string Name, bool IsFolder) Top(string path) =>
        path.IndexOf('/') is var slash and >= 0 ? (path[..slash], true) : (path, false);

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]*\.csproj)",""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SolutionProject();
}
