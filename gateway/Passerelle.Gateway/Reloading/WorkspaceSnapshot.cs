using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Reloading;

/// <summary>Which configuration files a workspace holds, and in which state: size and time tell two apart.</summary>
internal sealed class WorkspaceSnapshot
{
    private readonly SortedDictionary<string, (long Size, long Ticks)> _files = new(StringComparer.Ordinal);

    private WorkspaceSnapshot()
    {
    }

    /// <summary>What stands there now; a file that goes away while it is looked at is left out.</summary>
    public static WorkspaceSnapshot Of(string folder)
    {
        var snapshot = new WorkspaceSnapshot();
        snapshot.Add(folder, Path.Combine(folder, WorkspaceLayout.RootFile));
        foreach (var sub in WorkspaceLayout.Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(sub, "*", SearchOption.AllDirectories)) snapshot.Add(folder, file);
        }

        return snapshot;
    }

    /// <summary>Names of files that were added, removed or written, relative to the workspace, with slashes.</summary>
    public IReadOnlyList<string> ChangesTo(WorkspaceSnapshot later) =>
        [.. _files.Keys.Union(later._files.Keys)
            .Where(name => !_files.TryGetValue(name, out var before) || !later._files.TryGetValue(name, out var after) || before != after)
            .Order(StringComparer.Ordinal)];

    private void Add(string folder, string file)
    {
        var info = new FileInfo(file);
        if (info.Exists) _files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = (info.Length, info.LastWriteTimeUtc.Ticks);
    }
}
