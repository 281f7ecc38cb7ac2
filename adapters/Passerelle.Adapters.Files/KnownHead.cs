using Passerelle.Formats.Delimited;

namespace Passerelle.Adapters.Files;

/// <summary>Finds dialect and columns for single records, which come without their file.</summary>
internal static class KnownHead
{
    public static (DetectedDialect Dialect, Prologue Prologue)? For(IntakeOptions intake, FlatFileOptions options, string source)
    {
        var files = new[] { intake.Folder, intake.ArchiveFolder, Path.Combine(intake.Folder, Settlement.QuarantineFolder) }
            .OfType<string>()
            .SelectMany(f => FolderFiles.List(f, intake.Pattern))
            .OrderByDescending(f => f.LastWriteTimeUtc)
            .ToList();
        if (files.Find(f => f.Name == source) is { } same) return Read(same.FullName, intake, options);
        if (options.Rules.Columns.Count > 0)
        {
            var dialect = DialectDetector.Detect(new(default, true), options.Pins);
            return (dialect, Prologue.OfColumns(options.Rules.Columns, options.Rules));
        }

        return files.Count == 0 ? null : Read(files[0].FullName, intake, options);
    }

    private static (DetectedDialect, Prologue) Read(string path, IntakeOptions intake, FlatFileOptions options)
    {
        using var content = FileContent.Open(path, intake, hashed: false);
        var sample = FileSample.Read(content);
        var dialect = DialectDetector.Detect(sample, options.Pins);
        return (dialect, Prologue.Read(sample, dialect.Dialect, options.Limits, options.Rules));
    }
}
