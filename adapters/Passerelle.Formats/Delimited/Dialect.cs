namespace Passerelle.Formats.Delimited;

/// <summary>Which bytes end a row.</summary>
public enum LineEnding
{
    /// <summary>CR LF, LF and CR each end a row.</summary>
    Any,

    /// <summary>LF ends a row, with or without a CR before it; a CR alone is data.</summary>
    Lf,

    /// <summary>As <see cref="Lf"/>: senders that write CR LF let single LFs slip in, so both end a row.</summary>
    CrLf,

    /// <summary>CR ends a row; an LF alone is data.</summary>
    Cr,
}

/// <summary>Whether a quoted field may run over several physical lines.</summary>
public enum MultilineFields
{
    /// <summary>Yes, unless first line and a later one each look like a whole row: then the quote is taken as unclosed.</summary>
    Detect,

    /// <summary>Yes, whenever the quotes close within the bounds and the column count fits.</summary>
    Always,

    /// <summary>No: every physical line is a record.</summary>
    Never,
}

/// <summary>How fields and rows are told apart. All marks are single ASCII bytes.</summary>
public sealed record Dialect
{
    public TextEncoding Encoding { get; init; } = TextEncoding.Utf8;

    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>Null when quotes mean nothing.</summary>
    public byte? Quote { get; init; } = (byte)'"';

    /// <summary>The byte that makes a following quote literal; the quote itself unless the file uses another.</summary>
    public byte? Escape { get; init; }

    public LineEnding LineEnding { get; init; } = LineEnding.Any;

    public MultilineFields Multiline { get; init; } = MultilineFields.Detect;
}

/// <summary>Bounds on outside bytes.</summary>
/// <param name="MaxRecordBytes">Longest record in bytes.</param>
/// <param name="MaxFieldBytes">Longest field in bytes, quotes excluded.</param>
/// <param name="MaxColumns">Most columns.</param>
/// <param name="MaxQuotedLines">Most physical lines of one record.</param>
public sealed record DelimitedLimits(
    int MaxRecordBytes = 1 << 20, int MaxFieldBytes = 65536, int MaxColumns = 2000, int MaxQuotedLines = 20);
