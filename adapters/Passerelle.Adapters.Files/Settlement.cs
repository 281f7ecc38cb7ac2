using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

/// <summary>Moves settled files away. Each step may be repeated: what is already done is left as it is.</summary>
internal sealed class Settlement(IntakeOptions options)
{
    public const string QuarantineFolder = "quarantine";

    /// <summary>Of the part of a file's hash that its name gets when another one had its name before it.</summary>
    public const int HashLength = 12;

    public async ValueTask SettleAsync(string path, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var good = outcome is DeliveryOutcome.Applied or DeliveryOutcome.Skipped;
        if (!good) await MoveAsync(path, Path.Combine(options.Folder, QuarantineFolder), cancellationToken).ConfigureAwait(false);
        else if (options.Archive == ArchiveMode.Move)
            await MoveAsync(path, options.ArchiveFolder!, cancellationToken).ConfigureAwait(false);
        else if (options.Archive == ArchiveMode.Delete) File.Delete(path);
        else return;

        if (options.Complete != CompletionRule.Companion) return;
        foreach (var companion in Completeness.Companions(path, options)) File.Delete(companion);
    }

    private static async ValueTask MoveAsync(string path, string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return;
        Directory.CreateDirectory(folder);
        var name = Path.GetFileName(path);
        var target = Path.Combine(folder, name);
        if (string.Equals(target, path, StringComparison.Ordinal)) return;
        if (File.Exists(target))
        {
            var hash = await FolderFiles.HashAsync(path, cancellationToken).ConfigureAwait(false);
            target = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(name)}.{hash[..HashLength]}{Path.GetExtension(name)}");
        }

        // A target of that name has the same content: the name holds the hash.
        File.Move(path, target, overwrite: true);
    }
}
