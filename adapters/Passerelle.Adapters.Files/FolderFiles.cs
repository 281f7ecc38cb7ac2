using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>The files of one folder. Names are only ever compared with what the folder lists, never made into paths unchecked.</summary>
internal static class FolderFiles
{
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".filepart", ".crdownload"];

    /// <summary>Plain files that match; links, hidden and unfinished ones are left out.</summary>
    public static IReadOnlyList<FileInfo> List(string folder, string pattern)
    {
        var directory = new DirectoryInfo(folder);
        return directory.Exists ? [.. directory.EnumerateFiles().Where(f => Matches(f, pattern))] : [];
    }

    /// <summary>Full path of a name in a folder; refuses anything but a plain file name.</summary>
    public static string Combine(string folder, string name)
    {
        var plain = name.Length > 0 && name is not ("." or "..")
            && !name.AsSpan().ContainsAny('/', '\\', '\0') && Path.GetFileName(name) == name;
        return plain ? Path.Combine(folder, name) : throw Unsafe(name, "is not a plain file name");
    }

    public static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null) throw Unsafe(Path.GetFileName(path), "is a link");
    }

    public static DateTimeOffset ModifiedAt(FileInfo file) => new(file.LastWriteTimeUtc, TimeSpan.Zero);

    public static PasserelleException Gone(string name, Exception inner) =>
        new(
            FilesErrors.FileGone, $"The file '{name}' cannot be read any more.",
            "Check that nothing else moves files in this folder, and its access rights.", inner);

    /// <summary>SHA-256 of the stored bytes, lower-case hexadecimal.</summary>
    public static async ValueTask<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Text that orders times.</summary>
    public static string Sortable(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    private static bool Matches(FileInfo file, string pattern) =>
        file.LinkTarget is null
        && !file.Name.StartsWith('.')
        && !Unfinished.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)
        && FileSystemName.MatchesSimpleExpression(pattern, file.Name, ignoreCase: false);

    private static PasserelleException Unsafe(string name, string why) =>
        new(FilesErrors.UnsafeName, $"'{name}' {why}.", "Deliver plain files, with names that hold no folder.");
}
