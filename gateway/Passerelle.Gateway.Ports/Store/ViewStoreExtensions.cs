using System.Runtime.CompilerServices;

namespace Passerelle.Gateway.Ports.Store;

/// <summary>Reads of views that are made of others.</summary>
public static class ViewStoreExtensions
{
    public static async ValueTask<ViewEntry?> GetAsync(this IViewStore views, string view, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(views);
        return (await views.GetAsync(view, [id], cancellationToken)).SingleOrDefault();
    }

    /// <summary>Every entry from the query's cursor on, read page by page: <see cref="ViewQuery.Limit"/> is what a page holds.</summary>
    public static async IAsyncEnumerable<ViewEntry> EveryAsync(
        this IViewStore views, ViewQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(views);
        ArgumentNullException.ThrowIfNull(query);
        IReadOnlyList<ViewEntry> page;
        do
        {
            page = await views.PageAsync(query, cancellationToken);
            foreach (var entry in page) yield return entry;
            if (page.Count > 0) query = query with { After = ViewCursor.Of(page[^1]) };
        }
        while (page.Count == query.Limit);
    }
}
