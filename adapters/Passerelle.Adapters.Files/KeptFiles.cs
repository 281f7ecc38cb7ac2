using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Passerelle.Contracts.Records;

namespace Passerelle.Adapters.Files;

/// <summary>Files that were read: in the archive, still in the inbox, or in quarantine.</summary>
internal sealed class KeptFiles(IntakeOptions options)
{
    /// <summary>The bytes at the origin's place in every file of that name, the archived ones first.</summary>
    /// <remarks>A compressed file is decompressed up to there.</remarks>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Origin origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (origin.ByteOffset < 0 || origin.ByteLength <= 0) yield break;
        foreach (var path in Candidates(origin.Source))
        {
            var bytes = await ReadAsync(path, origin, cancellationToken).ConfigureAwait(false);
            if (bytes.Length == origin.ByteLength) yield return bytes;
        }
    }

    private IEnumerable<string> Candidates(string name)
    {
        var inbox = FolderFiles.Combine(options.Folder, name);
        IEnumerable<string?> folders = [options.ArchiveFolder, options.Folder, Path.Combine(options.Folder, Settlement.QuarantineFolder)];
        return folders.OfType<string>().Where(Directory.Exists).SelectMany(folder => Named(folder, Path.GetFileName(inbox)));
    }

    /// <summary>The file itself, and those that got a part of their hash because another one had the name.</summary>
    private static IEnumerable<string> Named(string folder, string name)
    {
        var (stem, extension) = (Regex.Escape(Path.GetFileNameWithoutExtension(name)), Regex.Escape(Path.GetExtension(name)));
        var hashed = new Regex(
            $"^{stem}\\.[0-9a-f]{{{Settlement.HashLength}}}{extension}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return FolderFiles.List(folder, IntakeSpec.AnyName)
            .Where(f => f.Name == name || hashed.IsMatch(f.Name))
            .OrderByDescending(f => f.Name == name)
            .Select(f => f.FullName);
    }

    private async Task<byte[]> ReadAsync(string path, Origin origin, CancellationToken cancellationToken)
    {
        try
        {
            var content = FileContent.Open(path, options, hashed: false);
            await using (content.ConfigureAwait(false))
            {
                await content.SkipToAsync(origin.ByteOffset, cancellationToken).ConfigureAwait(false);
                if (content.Bytes != origin.ByteOffset) return [];
                var bytes = new byte[origin.ByteLength];
                var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false);
                return read == bytes.Length ? bytes : [];
            }
        }
        catch (FileNotFoundException)
        {
            // Moved between the listing and now: the next candidate is the same file elsewhere.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFiles.Gone(Path.GetFileName(path), e);
        }
    }
}
