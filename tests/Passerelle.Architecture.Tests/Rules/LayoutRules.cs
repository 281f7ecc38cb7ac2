using System.Text.RegularExpressions;

namespace Passerelle.Architecture.Tests.Rules;

/// <summary>What stands where in the repository. Paths are relative to its root, with forward slashes.</summary>
internal static partial class LayoutRules
{
    public const int MaxLines = 400;

    /// <summary>Characters; .editorconfig says the same to editors.</summary>
    public const int MaxWidth = 140;

    private static readonly string[] Folders = ["adapters", "contracts", "gateway", "tests", "tools"];

    private static readonly string[] Files =
        ["Directory.Build.props", "Directory.Packages.props", "Integration.sln", "README.md", "global.json"];

    // Where every line ends in time. A folder that has been put right is added; once all are here, the list goes.
    private static readonly string[] NarrowFolders =
    [
        "adapters/",
        "contracts/",
        "tests/Passerelle.Adapters.Files.Tests/",
        "tests/Passerelle.Architecture.Tests/",
        "tests/Passerelle.Contracts.Tests/",
        "tests/Passerelle.Formats.Tests/",
        "tests/Passerelle.LegacySim.Tests/",
        "tools/Passerelle.LegacySim/",
    ];

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

    public static IEnumerable<string> LineWidth(string path, string text) =>
        from line in text.Split('\n').Index()
        let width = line.Item.TrimEnd('\r').Length
        where width > MaxWidth
        select $"{path}:{line.Index + 1}: has {width} characters; a line has at most {MaxWidth}. Break it.";

    /// <summary>Whether the width of lines is checked: in all C# files, tests as well, of the folders that have been put right.</summary>
    public static bool IsNarrow(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal)
        && NarrowFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Source files are the C# files of the shipped folders and the tools, not of the tests.</summary>
    public static bool IsSource(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal) && Top(path) is { IsFolder: true, Name: not "tests" };

    private static (string Name, bool IsFolder) Top(string path) =>
        path.IndexOf('/') is var slash and >= 0 ? (path[..slash], true) : (path, false);

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]*\.csproj)",""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SolutionProject();
}
