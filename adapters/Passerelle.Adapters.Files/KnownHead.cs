using Passerelle.Formats.Delimited;

namespace Passerelle.Adapters.Files;

/// <summary>Finds dialect and columns for single records, which come without their file.</summary>
internal static class KnownHead
{
    public static (DetectedDialect Dialect, Prologue Prologue)? For(FlatFileOptions options, string source)
    {
        var files = new[] { options.Folder, options.ArchiveFolder, Path.Combine(options.Folder, Settlement.QuarantineFolder) }
            .OfType<string>()
            .SelectMany(f => FolderFiles.List(f, options.Pattern))
            .OrderByDescending(f => f.LastWriteTimeUtc)
            .ToList();
        if (files.Find(f => f.Name == source) is { } same) return Read(same.FullName, options);
        if (options.Rules.Columns.Count > 0)
        {
            var dialect = DialectDetector.Detect(new(default, true), options.Pins);
            return (dialect, Prologue.OfColumns(options.Rules.Columns, options.Rules));
        }

        return files.Count == 0 ? null : Read(files[0].FullName, options);
    }

    private static (DetectedDialect, Prologue) Read(string path, FlatFileOptions options)
    {
        using var content = FileContent.Open(path, options, hashed: false);
        var sample = FileSample.Read(content);
        var dialect = DialectDetector.Detect(sample, options.Pins);
        return (dialect, Prologue.Read(sample, dialect.Dialect, options.Limits, options.Rules));
    }
}
