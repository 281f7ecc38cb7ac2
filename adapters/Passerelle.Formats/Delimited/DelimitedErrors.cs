using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Delimited;

/// <summary>The codes of delimited files: 20xx one record, 21xx a delivery as a whole.</summary>
public static class DelimitedErrors
{
    public static readonly ErrorCode RaggedRow = new(
        "PSR-2001", FailureKind.Malformed, "A row has another number of columns than the header.");
    public static readonly ErrorCode UnclosedQuote = new("PSR-2002", FailureKind.Malformed, "A quoted field is never closed.");
    public static readonly ErrorCode QuoteInside = new("PSR-2003", FailureKind.Malformed, "A quote stands inside an unquoted field.");
    public static readonly ErrorCode TextAfterQuote = new("PSR-2004", FailureKind.Malformed, "Text follows the closing quote of a field.");
    public static readonly ErrorCode InvalidBytes = new("PSR-2005", FailureKind.Malformed, "Bytes are invalid in the file's encoding.");
    public static readonly ErrorCode NulByte = new("PSR-2006", FailureKind.Malformed, "A NUL character stands in a record.");
    public static readonly ErrorCode FieldTooLong = new("PSR-2007", FailureKind.Malformed, "A field is longer than allowed.");
    public static readonly ErrorCode RecordTooLong = new("PSR-2008", FailureKind.Malformed, "A record is longer than allowed.");
    public static readonly ErrorCode RepeatedHeader = new(
        "PSR-2009", FailureKind.Malformed, "The header row is repeated among the records.");
    public static readonly ErrorCode SeveralRows = new("PSR-2010", FailureKind.Malformed, "The bytes of one record hold several rows.");

    public static readonly ErrorCode MissingHeader = new("PSR-2101", FailureKind.Malformed, "The header row is missing or cannot be read.");
    public static readonly ErrorCode MissingColumns = new("PSR-2102", FailureKind.Malformed, "The header lacks expected columns.");
    public static readonly ErrorCode ExtraColumns = new("PSR-2103", FailureKind.Malformed, "The header has columns that are not expected.");
    public static readonly ErrorCode MissingControlRecord = new(
        "PSR-2104", FailureKind.Malformed, "The control header or trailer record is missing.");
    public static readonly ErrorCode UnreadableControlRecord = new("PSR-2105", FailureKind.Malformed, "A control record cannot be read.");
    public static readonly ErrorCode CountMismatch = new("PSR-2106", FailureKind.Malformed, "The number of records does not reconcile.");
    public static readonly ErrorCode SumMismatch = new("PSR-2107", FailureKind.Malformed, "The control sum does not reconcile.");
    public static readonly ErrorCode RowsAfterTrailer = new("PSR-2108", FailureKind.Malformed, "Rows follow the trailer record.");
}
