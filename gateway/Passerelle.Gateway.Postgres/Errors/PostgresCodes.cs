using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Postgres.Errors;

/// <summary>The codes of the PostgreSQL store: 4200 to 4299.</summary>
public static class PostgresCodes
{
    public static readonly ErrorCode Unreachable = new("PSR-4201", FailureKind.Connection, "The database cannot be reached.");
    public static readonly ErrorCode NotWritable = new("PSR-4202", FailureKind.Connection, "The database takes no writes now.");
    public static readonly ErrorCode OutOfRoom = new("PSR-4203", FailureKind.Connection, "The database has no room left.");
    public static readonly ErrorCode TooSlow = new("PSR-4204", FailureKind.Timeout, "The database did not answer in time.");
    public static readonly ErrorCode AccessRefused = new("PSR-4205", FailureKind.Authentication, "The database refuses the user or the encryption.");
    public static readonly ErrorCode NoDatabase = new("PSR-4206", FailureKind.Configuration, "The database does not exist.");
    public static readonly ErrorCode NoPrivilege = new("PSR-4207", FailureKind.Configuration, "The database user lacks a privilege.");
    public static readonly ErrorCode ObjectMissing = new("PSR-4208", FailureKind.Configuration, "A table or column of the store is missing.");
    public static readonly ErrorCode Damaged = new("PSR-4209", FailureKind.Configuration, "The database is damaged.");
    public static readonly ErrorCode Refused = new("PSR-4210", FailureKind.Internal, "The database refused a statement.");
    public static readonly ErrorCode BadConnection = new("PSR-4220", FailureKind.Configuration, "The connection string cannot be used.");
    public static readonly ErrorCode BadSchemaName = new("PSR-4221", FailureKind.Configuration, "The schema's name cannot be used.");
    public static readonly ErrorCode ServerTooOld = new("PSR-4222", FailureKind.Configuration, "The PostgreSQL server cannot hold the store.");
    public static readonly ErrorCode FormatTooNew = new("PSR-4223", FailureKind.Configuration, "The tables were made by a newer version.");
    public static readonly ErrorCode MigrationPending = new("PSR-4224", FailureKind.Configuration, "The tables do not have the shape that the workspace's contracts want.");
    public static readonly ErrorCode NotPrepared = new("PSR-4230", FailureKind.Connection, "The store is not prepared for the contract yet.");
    public static readonly ErrorCode BadName = new("PSR-4231", FailureKind.Configuration, "The contract's name or the prefix cannot name a table.");
    public static readonly ErrorCode FieldNotIndexed = new("PSR-4232", FailureKind.Invalid, "The field is neither filterable nor sortable.");
    public static readonly ErrorCode BadFilterValue = new("PSR-4233", FailureKind.Invalid, "A filter's value does not fit its field.");
    public static readonly ErrorCode BadCursor = new("PSR-4234", FailureKind.Invalid, "The cursor does not fit the sort order.");
    public static readonly ErrorCode KeyTooLong = new("PSR-4235", FailureKind.Invalid, "A key is longer than an index of the database takes.");
}
