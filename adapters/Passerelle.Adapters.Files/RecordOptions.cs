using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Segments;

namespace Passerelle.Adapters.Files;

/// <summary>The options that mainframe extracts and fixed-width files share, bound.</summary>
internal sealed record RecordOptions
{
    private const int MostWorkers = 4;

    public IReadOnlyList<TotalRule> Totals { get; init; } = [];

    public string? OrderField { get; init; }

    public string? AsOfField { get; init; }

    public bool SegmentAlone { get; init; }

    public bool RestIsDeadLetter { get; init; }

    public bool Flatten { get; init; }

    public int MaxSegments { get; init; }

    public int MaxRecordBytes { get; init; }

    public int Workers { get; init; }

    public static RecordOptions Bind(IOptionReader o) => new()
    {
        Totals = o.Has("totals") ? [.. o.ObjectList("totals").Select(Total)] : [],
        OrderField = o.Text("orderField"),
        AsOfField = o.Text("asOfField"),
        SegmentAlone = o.Text("badSegment") == "segment",
        RestIsDeadLetter = o.Text("brokenFraming") == "deadLetter",
        Flatten = o.Has("flatten") && o.Boolean("flatten"),
        MaxSegments = (int)IntakeOptions.Number(o, "maxSegments", 100_000),
        MaxRecordBytes = (int)IntakeOptions.Number(o, "maxRecordBytes", 16 << 20),
        Workers = IntakeOptions.Number(o, "workers", 0) is var workers and > 0
            ? (int)workers
            : Math.Min(Environment.ProcessorCount, MostWorkers),
    };

    public SegmentRules Rules(IReadOnlyList<SegmentType> types, bool merge = false, bool skipEmpty = false) => new(types)
    {
        BadSegment = SegmentAlone ? BadSegment.Segment : BadSegment.Root,
        Flatten = Flatten,
        Merge = merge,
        SkipEmpty = skipEmpty,
        Totals = Totals,
        MaxRootBytes = MaxRecordBytes,
        MaxRootSegments = MaxSegments,
        Workers = Workers,
        RestFails = !RestIsDeadLetter,
    };

    /// <summary>What a segment says of its place.</summary>
    public static SegmentType Place(SegmentType type, IOptionReader o) => type with
    {
        Role = IntakeOptions.Choice(o.Text("role"), SegmentRole.Data),
        Parent = o.Text("parent"),
        Min = (int)IntakeOptions.Number(o, "min", 0),
        Max = (int)IntakeOptions.Number(o, "max", 0),
        Closes = o.Has("closes") && o.Boolean("closes"),
        IdField = o.Text("id"),
    };

    private static TotalRule Total(IOptionReader o) => new(o.Text("in")!, o.Text("field")!)
    {
        PerRecord = o.Text("within") == "record",
        Count = o.Has("count") ? o.TextList("count") : [],
        Sum = o.Has("sum") ? [.. o.TextList("sum").Select(Split)] : [],
    };

    private static (string, string) Split(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..]) : (text, "");
}
