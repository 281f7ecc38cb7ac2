using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>A read of a collection after every parameter was checked.</summary>
internal sealed record CollectionRequest
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 1000;

    public int Limit { get; init; } = DefaultLimit;

    public IReadOnlyList<StoreFilter> Filters { get; init; } = [];

    public IReadOnlyList<StoreSort> Sort { get; init; } = [];

    public StoreCursor? After { get; init; }

    public required FieldNode Fields { get; init; }

    public bool IncludeMeta { get; init; }

    public bool CountExact { get; init; }

    /// <summary>The parameters of the next page, all but the cursor, as they were given.</summary>
    public required string Carried { get; init; }

    /// <summary>One row more than asked for tells whether there is a next page.</summary>
    public StoreQuery ToQuery(ServedContract served) => new(served.Contract.Name, served.Major, Limit + 1)
    {
        Filters = Filters,
        Sort = Sort,
        After = After,
    };
}
