using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.FixedWidth;

/// <summary>The codes of fixed-width and tagged text: 274x.</summary>
public static class FixedWidthErrors
{
    public static readonly ErrorCode Number = new("PSR-2740", FailureKind.Malformed, "A number is malformed.");
    public static readonly ErrorCode Date = new("PSR-2741", FailureKind.Malformed, "A date is impossible.");
    public static readonly ErrorCode Character = new("PSR-2742", FailureKind.Malformed, "A byte is no character of the file's code page.");
    public static readonly ErrorCode Tag = new("PSR-2743", FailureKind.Malformed, "A line does not have the form tag,'value'.");
    public static readonly ErrorCode Short = new("PSR-2744", FailureKind.Malformed, "A record ends before its fields.");
}
