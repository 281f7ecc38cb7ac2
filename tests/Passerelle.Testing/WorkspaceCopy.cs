namespace Passerelle.Testing;

/// <summary>A copy of a workspace in a temporary folder.</summary>
public sealed class WorkspaceCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("passerelle-workspace-");

    public WorkspaceCopy(string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Path => _folder.FullName;

    /// <summary>The sample that ships with the gateway.</summary>
    public static string SampleFolder => System.IO.Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises");

    public static WorkspaceCopy OfSample() => new(SampleFolder);

    /// <summary>Replaces text that must be there; an empty <paramref name="old"/> makes the file.</summary>
    public void Edit(string file, string old, string changed)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.That(text, Does.Contain(old), file);
        File.WriteAllText(path, old.Length == 0 ? changed : text.Replace(old, changed, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
