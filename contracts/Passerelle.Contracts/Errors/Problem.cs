namespace Passerelle.Contracts.Errors;

/// <summary>One mistake in the configuration: what is wrong, where, and how to fix it.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Location">File, line and column of the offending text.</param>
/// <param name="Path">The path inside the document, as <c>source.options.encoding</c> or <c>mapping.fields[2].from</c>.</param>
/// <param name="Message">What is wrong, with the expected and the found value.</param>
/// <param name="Repair">What to write instead.</param>
public sealed record Problem(ErrorCode Code, SourceLocation Location, string Path, string Message, string Repair)
{
    public Severity Severity { get; init; } = Severity.Error;
}
