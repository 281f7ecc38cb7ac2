using Passerelle.Contracts.Errors;

namespace Passerelle.Cli.Commands;

/// <summary>The codes of what the copybook commands refuse before they read a record.</summary>
internal static class CopybookCliErrors
{
    public static readonly ErrorCode Unreadable = new("PSR-7050", FailureKind.Connection, "A file cannot be read or written.");
    public static readonly ErrorCode Copybook = new("PSR-7051", FailureKind.Configuration, "The copybook has errors.");
    public static readonly ErrorCode Option = new("PSR-7052", FailureKind.Configuration, "An option cannot be used as it stands.");
    public static readonly ErrorCode NoFit = new("PSR-7053", FailureKind.Malformed, "Nothing that was tried reads the file.");

    public static PasserelleException Bad(string option, string expected, string found, string remedy) =>
        new(Option, $"{option}: expected {expected}, found '{found}'.", remedy);
}
