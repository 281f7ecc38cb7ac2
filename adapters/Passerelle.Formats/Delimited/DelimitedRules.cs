namespace Passerelle.Formats.Delimited;

/// <summary>Whether the first row names the columns.</summary>
public enum HeaderPresence
{
    Auto,
    Present,
    Absent,
}

/// <summary>What happens to header columns that <c>columns</c> does not list.</summary>
public enum ExtraColumns
{
    Accept,
    Ignore,
    Reject,
}

/// <summary>What happens when the header lacks a column that <c>columns</c> lists.</summary>
public enum MissingColumns
{
    Reject,
    Null,
}

/// <summary>What happens to rows that repeat the header.</summary>
public enum RepeatedHeader
{
    Skip,
    Reject,
}

/// <summary>What the flow expects of a delimited file beside its dialect.</summary>
public sealed record DelimitedRules
{
    public HeaderPresence Header { get; init; } = HeaderPresence.Present;

    /// <summary>Expected column names; with no header, the names by position. Empty when the header alone decides.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public ExtraColumns ExtraColumns { get; init; }

    public MissingColumns MissingColumns { get; init; }

    public RepeatedHeader RepeatedHeader { get; init; }

    /// <summary>Physical lines before anything else.</summary>
    public int SkipLines { get; init; }

    public ControlRecordRule? HeaderRecord { get; init; }

    public ControlRecordRule? TrailerRecord { get; init; }

    /// <summary>Columns to write into the record; null for all. All are checked either way.</summary>
    public IReadOnlySet<string>? NeededFields { get; init; }
}

/// <summary>A control record before or after the data. Columns count from 1; 0 means that the record does not hold it.</summary>
public sealed record ControlRecordRule(string StartsWith)
{
    /// <summary>Where the number of data records stands.</summary>
    public int CountColumn { get; init; }

    /// <summary>Where the control sum stands.</summary>
    public int SumColumn { get; init; }

    /// <summary>The data column that is summed.</summary>
    public string? SumField { get; init; }

    /// <summary>Decimal mark of the sum and of the summed field.</summary>
    public byte DecimalMark { get; init; } = (byte)'.';

    /// <summary>Where a value stands that orders deliveries.</summary>
    public int OrderColumn { get; init; }

    /// <summary>Where the date stands that the content was true at (yyyy-MM-dd, yyyyMMdd or ISO 8601 with time).</summary>
    public int AsOfColumn { get; init; }
}
