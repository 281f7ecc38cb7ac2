using System.Diagnostics;

namespace Passerelle.Architecture.Tests;

/// <summary>The repository that the tests were built from: its root and the files that git tracks.</summary>
internal static class Repository
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);
    private static readonly Lazy<IReadOnlyList<string>> LazyFiles = new(ListFiles);

    /// <summary>Tracked files that exist, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> TrackedFiles => LazyFiles.Value;

    public static string Read(string path) => File.ReadAllText(Path.Combine(LazyRoot.Value, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Integration.sln"))
                || File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds Integration.sln or Directory.Packages.props. "
                + "Run the tests from the repository's build output.");
    }

    private static IReadOnlyList<string> ListFiles()
    {
        // A build agent often runs as another user than the one who checked the files out; git then wants to be told that it may look.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z"])
        {
            WorkingDirectory = LazyRoot.Value,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'git ls-files' ended with code {git.ExitCode} in {LazyRoot.Value}. The layout is checked in a git checkout.");
        }

        var files = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. files.Where(path => File.Exists(Path.Combine(LazyRoot.Value, path)))];
    }
}
