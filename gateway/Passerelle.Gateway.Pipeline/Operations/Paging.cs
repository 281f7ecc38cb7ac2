using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Limit">At most <see cref="Largest"/> are given, whatever is asked for.</param>
/// <param name="After">Where the page before ended; null for the first one.</param>
public sealed record PageRequest(int Limit, ViewCursor? After = null)
{
    public const int Largest = 1000;

    internal int Items => Math.Clamp(Limit, 1, Largest);
}

/// <summary>A part of a list.</summary>
/// <param name="Next">Where the next page begins; null when this is the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, ViewCursor? Next);

/// <summary>Whole lists, asked for page by page: nobody holds more than a page but who collects them.</summary>
public static class OperatorLists
{
    private const int PageItems = 200;

    public static IAsyncEnumerable<DeadLetter> EveryFailureAsync(
        this IOperator service, FailureSelection selection, CancellationToken cancellationToken) =>
        EveryAsync(page => service.FailuresAsync(selection, page, cancellationToken), new(PageItems));

    public static IAsyncEnumerable<DeliveryRecord> EveryDeliveryAsync(
        this IOperator service, string? flow, CancellationToken cancellationToken) =>
        EveryAsync(page => service.DeliveriesAsync(flow, page, cancellationToken), new(PageItems));

    public static IAsyncEnumerable<ParkedKey> EveryParkedKeyAsync(
        this IOperator service, string? flow, CancellationToken cancellationToken) =>
        EveryAsync(page => service.ParkedAsync(flow, page, cancellationToken), new(PageItems));

    /// <summary>Every item from the request's place on; its limit is what a page holds.</summary>
    public static async IAsyncEnumerable<T> EveryAsync<T>(Func<PageRequest, Task<Page<T>>> read, PageRequest request)
    {
        ArgumentNullException.ThrowIfNull(read);
        Page<T> page;
        do
        {
            page = await read(request);
            foreach (var item in page.Items) yield return item;
            request = request with { After = page.Next };
        }
        while (page.Next is not null);
    }
}
