namespace Passerelle.Gateway.Ports.Store;

/// <summary>The operator's views (<c>dead-letters</c>, <c>deliveries</c>): JSON documents, found by id, flow, state, group, time.</summary>
/// <remarks>Every read goes by an index: it costs what it answers or counts, however many entries there are.
/// The order is that of time, then of the id's UTF-8 bytes.</remarks>
public interface IViewStore
{
    /// <summary>Those of the ids that there are, in no order.</summary>
    ValueTask<IReadOnlyList<ViewEntry>> GetAsync(string view, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>At most <see cref="ViewQuery.Limit"/> entries, newest first unless the query says otherwise.</summary>
    /// <remarks>What comes or changes between two pages shows none twice and loses none that was there, as long as its time stays. An entry
    /// whose time moves on is met again when oldest come first, and is only in a later list when newest do.</remarks>
    ValueTask<IReadOnlyList<ViewEntry>> PageAsync(ViewQuery query, CancellationToken cancellationToken);

    /// <summary>The newest entry of each of the flows that has one.</summary>
    /// <param name="states">The newest in any of these; null for the newest of all.</param>
    ValueTask<IReadOnlyList<ViewEntry>> NewestAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states, CancellationToken cancellationToken);

    /// <summary>How many entries of each flow are in each state; none where there is none.</summary>
    ValueTask<IReadOnlyList<ViewCount>> CountAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string> states, CancellationToken cancellationToken);

    /// <summary>The groups of the entries that are meant, largest first, then by name.</summary>
    ValueTask<IReadOnlyList<ViewGroup>> GroupsAsync(ViewFilter filter, CancellationToken cancellationToken);
}
