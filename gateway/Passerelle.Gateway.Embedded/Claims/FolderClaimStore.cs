using System.Runtime.CompilerServices;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Ports.Claims;

namespace Passerelle.Gateway.Embedded.Claims;

/// <summary>Claims as files of one folder, named by their hash. For one gateway a folder.</summary>
internal sealed class FolderClaimStore(string folder, TimeProvider time) : IClaimStore, IDisposable
{
    // A claim that is put again must not be removed by a collector that judged its older self.
    private readonly SemaphoreSlim _gate = new(1);

    public async ValueTask PutAsync(ClaimId id, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var path = PathOf(id);
            if (File.Exists(path)) File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            else await WriteAsync(path, content, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fail.Claim(id.Text, e);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(ClaimId id, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(id), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fail.Claim(id.Text, e);
        }
    }

    public async IAsyncEnumerable<ClaimId> ListAsync(DateTimeOffset cutoff, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.GetLastWriteTimeUtc(path) >= cutoff.UtcDateTime) continue;
            if (ClaimId.Parse(Path.GetFileName(path)) is { } id) yield return id;
            else File.Delete(path); // A half-written one, left by a crash.
        }

        await ValueTask.CompletedTask;
    }

    public async ValueTask RemoveAsync(ClaimId id, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var path = PathOf(id);
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) < cutoff.UtcDateTime) File.Delete(path);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Written aside, synced, renamed: a claim is there whole or not at all.</summary>
    private async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            await stream.WriteAsync(content, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.SetLastWriteTimeUtc(aside, time.GetUtcNow().UtcDateTime);
        File.Move(aside, path, overwrite: true);
    }

    private string PathOf(ClaimId id) => Path.Combine(folder, id.Text[..2], id.Text);
}
