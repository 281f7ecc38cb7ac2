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
        Totals = [.. o.ObjectList("totals").Select(Total)],
        OrderField = o.Text("orderField"),
        AsOfField = o.Text("asOfField"),
        SegmentAlone = o.Text("badSegment") == "segment",
        RestIsDeadLetter = o.Text("brokenFraming") == "deadLetter",
        Flatten = o.Boolean("flatten"),
        MaxSegments = (int)o.Integer("maxSegments"),
        MaxRecordBytes = (int)o.Integer("maxRecordBytes"),
        Workers = o.Integer("workers") is var workers and > 0
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
        Role = IntakeOptions.Choice<SegmentRole>(o.Text("role")),
        Parent = o.Text("parent"),
        Min = (int)o.Integer("min"),
        Max = (int)o.Integer("max"),
        Closes = o.Boolean("closes"),
        IdField = o.Text("id"),
    };

    private static TotalRule Total(IOptionReader o) => new(o.Text("in")!, o.Text("field")!)
    {
        PerRecord = o.Text("within") == "record",
        Count = o.TextList("count"),
        Sum = [.. o.TextList("sum").Select(Split)],
    };

    private static (string, string) Split(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..]) : (text, "");
}
