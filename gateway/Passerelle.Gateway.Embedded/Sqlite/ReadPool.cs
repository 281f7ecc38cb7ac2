using System.Collections.Concurrent;

namespace Passerelle.Gateway.Embedded.Sqlite;

/// <summary>Read connections with their compiled statements, made when needed and used again.</summary>
internal sealed class ReadPool<T>(string path, int cacheKibibytes, Func<Database, T> prepare) : IDisposable
    where T : class, IDisposable
{
    // More callers than this make a connection for one use: memory stays bounded by what is kept.
    private const int Kept = 16;
    private readonly ConcurrentBag<T> idle = [];
    private volatile bool closed;

    public Rental Rent()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        return new Rental(this, idle.TryTake(out var item) ? item : prepare(Database.OpenReader(path, cacheKibibytes)));
    }

    public void Dispose()
    {
        closed = true;
        while (idle.TryTake(out var item)) item.Dispose();
    }

    private void Return(T item)
    {
        if (closed || idle.Count >= Kept)
        {
            item.Dispose();
            return;
        }

        idle.Add(item);
        if (closed) Dispose();
    }

    /// <summary>The right to use one connection until disposed.</summary>
    public readonly struct Rental(ReadPool<T> pool, T item) : IDisposable
    {
        public T Item => item;

        public void Dispose() => pool.Return(item);
    }
}
