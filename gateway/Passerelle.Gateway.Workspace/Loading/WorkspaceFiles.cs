using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>Finds and reads a workspace's files, in a stable order and within bounds.</summary>
internal sealed class WorkspaceFiles(string folder, IProblemSink problems)
{
    private const long MaxLookupBytes = 64L * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Names relative to the workspace, with slashes, in ordinal order.</summary>
    public IReadOnlyList<string> List(string subfolder, params ReadOnlySpan<string> extensions)
    {
        var path = Path.Combine(folder, subfolder);
        if (!Directory.Exists(path))
            return [];
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(path))
        {
            if (extensions.Contains(Path.GetExtension(file)))
                found.Add($"{subfolder}/{Path.GetFileName(file)}");
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>A folder `flow` beside none called `flows` would otherwise be passed over in silence.</summary>
    public void WarnOfMisspeltFolders()
    {
        if (!Directory.Exists(folder))
            return;
        var found = Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal).ToList();
        var absent = WorkspaceLayout.Fixed.Except(found, StringComparer.Ordinal).ToList();
        foreach (var name in found.Except(WorkspaceLayout.Fixed, StringComparer.Ordinal))
        {
            if (NearestName.Of(name, absent) is { } near)
                problems.Report(new Problem(WorkspaceCodes.MisspeltFolder, new SourceLocation(name, 0, 0), "", $"the folder `{name}` is not read", $"rename it to `{near}`") { Severity = Severity.Warning });
        }
    }

    /// <summary>A YAML file's map; null after a problem.</summary>
    public ConfigMap? ReadMap(string file)
    {
        if (ReadText(file, YamlReader.MaxBytes) is not { } text || YamlReader.Read(file, text, problems) is not { } node)
            return null;
        if (node is ConfigMap map)
            return map;
        problems.Report(new Problem(OptionCodes.WrongType, node.Location, "", $"expected a map, found {ConfigText.Describe(node)}", "begin with a `key: value` line"));
        return null;
    }

    public LookupTable? ReadLookup(string file) =>
        ReadText(file, MaxLookupBytes) is { } text ? LookupTable.Read(Path.GetFileNameWithoutExtension(file), file, text, problems) : null;

    private string? ReadText(string file, long maxBytes)
    {
        try
        {
            var info = new FileInfo(Path.Combine(folder, file));
            if (!info.Exists)
                return Refuse(WorkspaceCodes.MissingFile, file, "the file does not exist", $"add `{file}` to the workspace");
            if (info.Length > maxBytes)
                return Refuse(DocumentCodes.TooLarge, file, $"the file is larger than {maxBytes} bytes", "split it into several files");
            return StrictUtf8.GetString(File.ReadAllBytes(info.FullName));
        }
        catch (DecoderFallbackException e)
        {
            return Refuse(WorkspaceCodes.UnreadableFile, file, $"the file is not UTF-8: the byte at offset {e.Index} does not belong there", "save it as UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(WorkspaceCodes.UnreadableFile, file, "the file cannot be opened", "give the gateway the right to read it");
        }
    }

    private string? Refuse(ErrorCode code, string file, string message, string repair)
    {
        problems.Report(new Problem(code, new SourceLocation(file, 0, 0), "", message, repair));
        return null;
    }
}
