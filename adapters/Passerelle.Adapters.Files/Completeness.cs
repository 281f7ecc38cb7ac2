using System.Collections.Concurrent;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

/// <summary>Decides whether a file was written to its end.</summary>
internal sealed class Completeness(IntakeOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (long Size, DateTimeOffset ModifiedAt, DateTimeOffset Since)> _seen =
        new(StringComparer.Ordinal);

    public bool IsComplete(FileInfo file) => options.Complete switch
    {
        CompletionRule.Companion => Companions(file.FullName, options).Any(File.Exists),
        CompletionRule.Rename => true,
        _ => IsStable(file),
    };

    /// <summary>Where the companion of a file may stand: <c>x.csv.ok</c> or <c>x.ok</c>.</summary>
    public static string[] Companions(string path, IntakeOptions options) =>
        [path + options.CompanionSuffix, Path.ChangeExtension(path, options.CompanionSuffix)];

    public void Forget(Delivery delivery) => _seen.TryRemove(delivery.Name, out _);

    private bool IsStable(FileInfo file)
    {
        var now = time.GetUtcNow();
        var modified = FolderFiles.ModifiedAt(file);
        var known = _seen.TryGetValue(file.Name, out var seen) && seen.Size == file.Length && seen.ModifiedAt == modified;
        if (!known) _seen[file.Name] = seen = (file.Length, modified, now);
        // The second rule serves files from a clock that is ahead, or that arrive with the time of their origin.
        return now - modified >= options.Stable || (known && now - seen.Since >= options.Stable);
    }
}
