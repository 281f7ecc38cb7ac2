using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

/// <summary>What the spec can't say of the options of intake.</summary>
internal static class IntakeChecks
{
    public static void Check(IOptionReader options)
    {
        CheckPattern(options);
        CheckArchive(options);
    }

    public static void CheckPattern(IOptionReader options)
    {
        if (options.Text("pattern") is { } pattern && pattern.AsSpan().ContainsAny('/', '\\'))
        {
            options.Report("pattern", FilesErrors.BadOption, $"'{pattern}' holds a folder; expected a file name pattern.", "Put the folder into 'folder' and only the file name into 'pattern'.");
        }
    }

    public static void CheckArchive(IOptionReader options)
    {
        var archive = options.Object("archive");
        if (archive.Text("mode") == "move" && string.IsNullOrWhiteSpace(archive.Text("folder")))
        {
            archive.Report("mode", FilesErrors.BadOption, "'move' needs a folder to move to.", "Set 'archive.folder'.");
        }
        else if (archive.Text("folder") is { } folder && folder == options.Text("folder"))
        {
            archive.Report("folder", FilesErrors.BadOption, "The archive is the folder that deliveries arrive in.", "Name another folder.");
        }
    }
}
