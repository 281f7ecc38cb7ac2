using System.Text;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>A read store that refuses values holding certain texts, or everything.</summary>
internal sealed class MoodyStore(IReadStore inner, Dictionary<string, Func<Exception>> refused) : IReadStore
{
    public ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken) => inner.PrepareAsync(shapes, cancellationToken);

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) => inner.PositionAsync(projection, partition, cancellationToken);

    public ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        foreach (var value in batch.Values.Where(v => v.Json is not null))
        {
            var text = Encoding.UTF8.GetString(value.Json!.Value.Span);
            lock (refused)
            {
                foreach (var (part, failure) in refused)
                {
                    if (text.Contains($"\"{part}\"", StringComparison.Ordinal)) throw failure();
                }
            }
        }

        return inner.ApplyAsync(batch, cancellationToken);
    }

    public ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken) => inner.GetAsync(contract, major, key, cancellationToken);

    public ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken) => inner.CountAsync(contract, major, cancellationToken);

    public ValueTask<IReadOnlyList<ViewEntry>> ListViewAsync(string view, string? flow, int limit, CancellationToken cancellationToken) => inner.ListViewAsync(view, flow, limit, cancellationToken);

    public ValueTask<ViewEntry?> GetViewAsync(string view, string id, CancellationToken cancellationToken) => inner.GetViewAsync(view, id, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
