using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>The codes of values that do not fit their contract's schema.</summary>
public static class ValidationCodes
{
    public static readonly ErrorCode NotJson = Code("PSR-3200", "The value is not JSON");
    public static readonly ErrorCode Type = Code("PSR-3201", "A field has the wrong type");
    public static readonly ErrorCode Required = Code("PSR-3202", "A required field is missing");
    public static readonly ErrorCode Additional = Code("PSR-3203", "A field is not in the schema");
    public static readonly ErrorCode Enum = Code("PSR-3204", "A field is none of the allowed values");
    public static readonly ErrorCode Pattern = Code("PSR-3205", "A field does not match its pattern");
    public static readonly ErrorCode Length = Code("PSR-3206", "A field is too short or too long");
    public static readonly ErrorCode Bounds = Code("PSR-3207", "A number is out of bounds");
    public static readonly ErrorCode MultipleOf = Code("PSR-3208", "A number is not a multiple of its step");
    public static readonly ErrorCode Format = Code("PSR-3209", "A field does not have its format");
    public static readonly ErrorCode Items = Code("PSR-3210", "A list has too few or too many items");
    public static readonly ErrorCode Unique = Code("PSR-3211", "A list holds an item twice");
    public static readonly ErrorCode Choice = Code("PSR-3212", "A value fits none, or too many, of the alternatives");
    public static readonly ErrorCode Inexact = Code("PSR-3213", "A number has more digits than can be compared exactly");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Invalid, title);
}
