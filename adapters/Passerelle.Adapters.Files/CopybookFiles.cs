using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Adapters.Files;

/// <summary>Reads copybooks and the members they copy.</summary>
internal sealed class CopybookFiles(string workspace, IReadOnlyList<string> copyFolders, CopybookOptions options)
{
    private const long MostBytes = 16 * 1024 * 1024;
    private static readonly string[] Extensions = ["", ".cpy", ".CPY", ".cbl", ".CBL", ".cob", ".COB"];

    public CopybookLayout Read(IReadOnlyList<string> names)
    {
        var result = Parse(names);
        return result.Layout ?? throw Broken(result.Problems);
    }

    /// <summary>The layout, or every problem of the copybooks.</summary>
    /// <exception cref="PasserelleException">A copybook cannot be read.</exception>
    public CopybookResult Parse(IReadOnlyList<string> names)
    {
        var paths = names.Select(name => Path.GetFullPath(name, workspace)).ToList();
        var folders = paths.Select(path => Path.GetDirectoryName(path)!)
            .Concat(copyFolders.Select(folder => Path.GetFullPath(folder, workspace)))
            .Distinct()
            .ToList();
        var members = names.Select((name, i) => new CopyMember(name, Text(paths[i], name))).ToArray();
        return CopybookLayout.Parse(options with { Resolver = (member, _) => Member(folders, member) }, members);
    }

    public static PasserelleException Broken(IReadOnlyList<Problem> problems) => new(
        problems[0].Code,
        string.Join(" | ", problems.Select(problem => $"{problem.Location}: {problem.Message}")),
        problems[0].Repair);

    private static CopyMember? Member(List<string> folders, string member)
    {
        var isPlain = member.Length > 0 && member is not ("." or "..") && !member.AsSpan().ContainsAny('/', '\\', '\0');
        var path = !isPlain ? null : folders
            .SelectMany(folder => Spellings(member).Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        return path is null ? null : new CopyMember(Path.GetFileName(path), Text(path, member));
    }

    private static IEnumerable<string> Spellings(string member) =>
        Extensions.SelectMany(extension => new[] { member + extension, member.ToLowerInvariant() + extension });

    private static string Text(string path, string name)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: <= MostBytes }) return File.ReadAllText(path, System.Text.Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Missing(name, e);
        }

        throw Missing(name, null);
    }

    private static PasserelleException Missing(string name, Exception? inner) => new(
        FilesErrors.NoCopybook, $"The copybook '{name}' is missing, cannot be read, or is larger than {MostBytes} bytes.",
        "Put it there; a relative path starts at the workspace.", inner);
}
