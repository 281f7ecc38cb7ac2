namespace Passerelle.Formats.Delimited;

/// <summary>Where one field stands in its row; quotes excluded.</summary>
internal readonly record struct FieldRange(int Start, int Length, FieldForm Form);

internal enum FieldForm : byte
{
    /// <summary>The bytes are the value.</summary>
    Plain,

    /// <summary>Holds escaped quotes.</summary>
    Escaped,

    /// <summary>Told apart by guess in a row with bad quotes; its value is not to be trusted.</summary>
    Broken,
}

internal enum RowProblem : byte
{
    None,
    UnclosedQuote,
    QuoteInside,
    TextAfterQuote,
    TooLong,
}

/// <summary>One row as framed.</summary>
/// <param name="Length">Bytes without the terminator.</param>
/// <param name="Consumed">Bytes with the terminator.</param>
/// <param name="Lines">Physical lines.</param>
/// <param name="HasQuotes">Quotes stand in it: the fields are in the scanner.</param>
/// <param name="Problem">Why it is no row, if it is none.</param>
/// <param name="ProblemAt">Offset in the row of the offending byte.</param>
internal readonly record struct FramedRow(
    int Length, int Consumed, int Lines, bool HasQuotes, RowProblem Problem = RowProblem.None, int ProblemAt = 0);
