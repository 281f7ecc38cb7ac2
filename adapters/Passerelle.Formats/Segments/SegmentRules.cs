namespace Passerelle.Formats.Segments;

/// <summary>What a segment is for.</summary>
public enum SegmentRole
{
    /// <summary>It is a record, or a part of one.</summary>
    Data,

    /// <summary>Before the data; holds totals, a date, an order.</summary>
    Header,

    /// <summary>After the data; holds totals.</summary>
    Trailer,

    /// <summary>Passed over and counted.</summary>
    Ignored,
}

/// <summary>One type of segment.</summary>
public sealed record SegmentType(string Name, SegmentLayout Layout)
{
    /// <summary>How it is known; null when every segment is of this type, or for a header: the first record.</summary>
    public Func<ReadOnlySpan<byte>, bool>? Test { get; init; }

    public SegmentRole Role { get; init; }

    /// <summary>The type that it belongs to; null for a root, which begins a record.</summary>
    public string? Parent { get; init; }

    /// <summary>How often it must stand in its parent.</summary>
    public int Min { get; init; }

    /// <summary>How often it may; 0 without bound. With 1 it is an object in its parent, otherwise an array.</summary>
    public int Max { get; init; }

    /// <summary>It is the last segment of its root.</summary>
    public bool Closes { get; init; }

    /// <summary>In flattened records: the field that identifies it to its children; without it, its number in the file does.</summary>
    public string? IdField { get; init; }
}

/// <summary>What becomes of a record when one of its segments cannot be decoded.</summary>
public enum BadSegment
{
    /// <summary>The record becomes a dead letter as a whole, with all its bytes.</summary>
    Root,

    /// <summary>The segment, and what belongs to it, become dead letters of their own.</summary>
    Segment,
}

/// <summary>How segments become records. The bounds hold whatever the file contains.</summary>
public sealed record SegmentRules(IReadOnlyList<SegmentType> Types)
{
    public BadSegment BadSegment { get; init; }

    /// <summary>Every segment becomes a record of its own, with the ids of those it belongs to.</summary>
    public bool Flatten { get; init; }

    /// <summary>Records tell what brings the bytes of their file back: header, trailer, ignored records and bytes between records become
    /// lines of their own, with <c>~</c> before their names; <see cref="ExtractWriter"/> writes them again.
    /// Codecs should keep raw bytes.</summary>
    public bool Reversible { get; init; }

    /// <summary>Neighbouring segments of one type, each with one property of a higher name than the last, are one segment.</summary>
    public bool Merge { get; init; }

    /// <summary>Empty records are passed over and counted.</summary>
    public bool SkipEmpty { get; init; }

    public IReadOnlyList<TotalRule> Totals { get; init; } = [];

    public int MaxRootBytes { get; init; } = 16 * 1024 * 1024;

    public int MaxRootSegments { get; init; } = 100_000;

    /// <summary>Threads that decode at the same time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>What stands after bytes that no record can be found in makes the delivery fail as a whole.</summary>
    public bool RestFails { get; init; } = true;

    /// <summary>Every segment is a record by itself.</summary>
    internal bool IsPlain { get; } = !Types.Any(type => type.Parent is not null || type.Closes);

    /// <summary>JSON alone does not tell which type a root is of.</summary>
    internal bool HasSeveralRoots { get; } = Types.Count(type => type is { Role: SegmentRole.Data, Parent: null }) > 1;

    internal int IndexOf(string? name)
    {
        for (var i = 0; name is not null && i < Types.Count; i++)
            if (Types[i].Name == name) return i;
        return -1;
    }
}

/// <summary>A number that some segment announces and others must add up to.</summary>
/// <param name="In">The type of segment that announces it.</param>
/// <param name="Field">Where in it: names joined by points.</param>
public sealed record TotalRule(string In, string Field)
{
    /// <summary>Within each record, not over the whole file.</summary>
    public bool PerRecord { get; init; }

    /// <summary>Counts segments of these types; <c>*</c> counts records, <c>lines</c> counts everything that was framed.</summary>
    public IReadOnlyList<string> Count { get; init; } = [];

    /// <summary>Adds up these fields.</summary>
    public IReadOnlyList<(string Segment, string Field)> Sum { get; init; } = [];
}
