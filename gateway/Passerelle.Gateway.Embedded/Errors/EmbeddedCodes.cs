using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Embedded.Errors;

/// <summary>The codes of the embedded log and store: 4000 to 4499.</summary>
public static class EmbeddedCodes
{
    public static readonly ErrorCode FolderInUse = new("PSR-4001", FailureKind.Configuration, "Another gateway uses the data folder.");
    public static readonly ErrorCode UnknownTopic = new("PSR-4002", FailureKind.Configuration, "The topic or partition does not exist.");
    public static readonly ErrorCode CorruptBatch = new("PSR-4003", FailureKind.Configuration, "A stored batch of events is damaged.");
    public static readonly ErrorCode TransactionTooLarge = new("PSR-4004", FailureKind.Invalid, "A transaction is larger than the log takes.");
    public static readonly ErrorCode EventTooLarge = new("PSR-4005", FailureKind.Invalid, "An event is larger than the log takes.");
    public static readonly ErrorCode FormatTooNew = new("PSR-4006", FailureKind.Configuration, "The data folder was written by a newer version.");
    public static readonly ErrorCode FormatTooOld = new("PSR-4007", FailureKind.Configuration, "The data folder was written by a version that is no longer read.");
    public static readonly ErrorCode TooManyAppends = new("PSR-4008", FailureKind.Connection, "More appends are in flight than the log takes at a time.");
    public static readonly ErrorCode AppendUnclear = new("PSR-4009", FailureKind.Connection, "Whether an appended event stands is not known.");
    public static readonly ErrorCode DiskFull = new("PSR-4010", FailureKind.Connection, "The disk of the data folder is full.");
    public static readonly ErrorCode DatabaseBusy = new("PSR-4011", FailureKind.Connection, "Another process holds the database.");
    public static readonly ErrorCode DiskFailed = new("PSR-4012", FailureKind.Connection, "The data folder cannot be read or written.");
    public static readonly ErrorCode DatabaseDamaged = new("PSR-4013", FailureKind.Configuration, "The database file is damaged.");
    public static readonly ErrorCode DatabaseFailed = new("PSR-4014", FailureKind.Internal, "The database refused a statement.");
    public static readonly ErrorCode ClaimFailed = new("PSR-4015", FailureKind.Connection, "A claim cannot be read or written.");
    public static readonly ErrorCode NotPrepared = new("PSR-4020", FailureKind.Connection, "The store is not prepared for the contract yet.");
    public static readonly ErrorCode BadContractName = new("PSR-4021", FailureKind.Configuration, "The contract's name cannot name a table.");
    public static readonly ErrorCode FieldNotIndexed = new("PSR-4022", FailureKind.Invalid, "The field is neither filterable nor sortable.");
    public static readonly ErrorCode BadFilterValue = new("PSR-4023", FailureKind.Invalid, "A filter's value does not fit its field.");
    public static readonly ErrorCode BadCursor = new("PSR-4024", FailureKind.Invalid, "The cursor does not fit the sort order.");
}
