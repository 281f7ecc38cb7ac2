using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.LegacySim;

namespace Passerelle.Benchmarks.Common;

/// <summary>A copy of the sample workspace with empty inboxes, the product's own configuration of a real layout.</summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly bool _keep;

    /// <param name="folder">Kept when given; a temporary one otherwise.</param>
    public SampleFolder(string? folder)
    {
        _keep = folder is not null;
        Folder = folder ?? Directory.CreateTempSubdirectory("passerelle-benchmark-").FullName;
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories).Where(IsConfiguration)) Copy(sample, file);
        Directory.CreateDirectory(Inbox);
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, ".data");

    /// <summary>What the flow of companies reads.</summary>
    public string Inbox => Path.Combine(Folder, "inbox", "legal-units");

    public WorkspaceModel Load()
    {
        var loaded = Workspaces.Load(Folder);
        return loaded.Workspace ?? throw new InvalidOperationException(ProblemFormatter.Format(loaded.Problems));
    }

    /// <summary>Writes a file of legal units beside the inbox, so that it can be delivered in one instant.</summary>
    public string Generate(GeneratorOptions options, string name)
    {
        var path = Path.Combine(Folder, name);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1024 * 1024);
        SireneGenerator.Write(file, options);
        return path;
    }

    public void Deliver(string path) => File.Move(path, Path.Combine(Inbox, Path.GetFileName(path)));

    /// <summary>Bytes of a database with its write-ahead log.</summary>
    public static long SizeOf(string database) =>
        new[] { database, $"{database}-wal" }.Where(File.Exists).Sum(f => new FileInfo(f).Length);

    public void Dispose()
    {
        if (!_keep) Directory.Delete(Folder, recursive: true);
    }

    private static bool IsConfiguration(string file) =>
        !file.Contains($"{Path.DirectorySeparatorChar}inbox{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private void Copy(string sample, string file)
    {
        var target = Path.Combine(Folder, Path.GetRelativePath(sample, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target, overwrite: true);
    }
}
