using Passerelle.Gateway.Embedded.Claims;
using Passerelle.Gateway.Embedded.Log;
using Passerelle.Gateway.Embedded.Store;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded;

/// <summary>The event log and the read store of one gateway in one data folder (<c>log.db</c>, <c>store.db</c>).</summary>
public sealed class EmbeddedEngine : IAsyncDisposable
{
    private readonly FolderLock folderLock;
    private int disposed;

    private readonly FolderClaimStore claims;

    private EmbeddedEngine(FolderLock folderLock, IEventLog log, IReadStore store, FolderClaimStore claims) =>
        (this.folderLock, Log, Store, this.claims) = (folderLock, log, store, claims);

    public IEventLog Log { get; }

    public IReadStore Store { get; }

    /// <summary>What is too large for the log, in the folder <c>claims</c>.</summary>
    public IClaimStore Claims => claims;

    /// <summary>Takes the folder (made when missing) and opens both files. Either port may be left unused.</summary>
    /// <exception cref="Passerelle.Contracts.Errors.PasserelleException">PSR-4001 when another gateway uses the folder; PSR-4006
    /// when a newer version wrote it; PSR-4010 to 4013 when a file cannot be opened.</exception>
    public static EmbeddedEngine Open(string dataFolder, TimeProvider time, EmbeddedOptions? options = null)
    {
        var folderLock = FolderLock.Take(dataFolder);
        try
        {
            // The store first: it has no thread that would have to be stopped when the log does not open.
            var store = SqliteReadStore.Open(Path.Combine(dataFolder, "store.db"));
            var log = EmbeddedEventLog.Open(Path.Combine(dataFolder, "log.db"), time, options ?? new());
            return new EmbeddedEngine(folderLock, log, store, new FolderClaimStore(Path.Combine(dataFolder, "claims"), time));
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Drains the log, closes both files, then gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await Log.DisposeAsync();
        await Store.DisposeAsync();
        claims.Dispose();
        folderLock.Dispose();
    }
}
