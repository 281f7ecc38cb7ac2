using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook;

/// <summary>The codes of everything that can be wrong with a copybook or with a record read through one.</summary>
public static class CopybookErrors
{
    public static readonly ErrorCode Syntax = new("PSR-2500", FailureKind.Configuration, "The copybook is not valid COBOL.");
    public static readonly ErrorCode Picture = new("PSR-2501", FailureKind.Configuration, "A picture is not valid.");
    public static readonly ErrorCode Levels = new("PSR-2502", FailureKind.Configuration, "Level numbers do not nest.");
    public static readonly ErrorCode Copy = new("PSR-2503", FailureKind.Configuration, "A COPY cannot be carried out.");
    public static readonly ErrorCode Reference = new("PSR-2504", FailureKind.Configuration, "A name refers to nothing usable.");
    public static readonly ErrorCode Clause = new("PSR-2505", FailureKind.Configuration, "Clauses of an item contradict each other.");
    public static readonly ErrorCode Limit = new("PSR-2506", FailureKind.Configuration, "The copybook exceeds a limit.");
    public static readonly ErrorCode Option = new("PSR-2511", FailureKind.Configuration, "An option does not fit the layout.");

    public static readonly ErrorCode Number = new("PSR-2600", FailureKind.Malformed, "A number is malformed.");
    public static readonly ErrorCode Short = new("PSR-2601", FailureKind.Malformed, "The record ends before its layout.");
    public static readonly ErrorCode Long = new("PSR-2602", FailureKind.Malformed, "The record is longer than its layout.");
    public static readonly ErrorCode Occurs = new("PSR-2603", FailureKind.Malformed, "A table's count is outside its bounds.");
    public static readonly ErrorCode Discriminator = new("PSR-2604", FailureKind.Malformed, "No redefinition is chosen by the record.");

    public static readonly ErrorCode Fit = new("PSR-2650", FailureKind.Invalid, "A value does not fit its field.");
    public static readonly ErrorCode Shape = new("PSR-2651", FailureKind.Invalid, "A JSON value has the wrong shape for its field.");
    public static readonly ErrorCode Character = new("PSR-2652", FailureKind.Invalid, "A character is not in the field's code page.");
    public static readonly ErrorCode Unknown = new("PSR-2653", FailureKind.Invalid, "A JSON property names no field.");
    public static readonly ErrorCode Count = new(
        "PSR-2654", FailureKind.Invalid, "An array does not have the number of elements its table needs.");
}
