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
            options.Report("pattern", FilesErrors.BadOption, $"'{pattern}' holds a folder; expected a file name pattern.",
                "Put the folder into 'folder' and only the file name into 'pattern'.");
        }
    }

    /// <summary>For a flow whose original bytes stay in the archive: the files must stay too, where every instance finds them.</summary>
    public static void CheckKept(IOptionReader options, bool several)
    {
        var archive = options.Object("archive");
        if (archive.Text("mode") == "delete")
        {
            archive.Report("mode", FilesErrors.BadOption, "`originBytes: archive` reads bytes from files that are deleted.",
                "Write `mode: move` with a folder, or `mode: keep`, and keep the files as long as anything speaks of them.");
        }

        if (several && !archive.Boolean("shared"))
        {
            options.Report("archive", FilesErrors.BadOption,
                "`originBytes: archive` on a log that several instances share needs an archive that all of them reach.",
                "Put 'folder' and 'archive.folder' on a shared disk and write `archive: { shared: true }`, "
                    + "or write `originBytes: inline`.");
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
