using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>The codes of intake from folders: 22xx configuration and access, 23xx the content of a file.</summary>
public static class FilesErrors
{
    public static readonly ErrorCode BadOption = new(
        "PSR-2201", FailureKind.Configuration, "An option of flat_file has an impossible value.");
    public static readonly ErrorCode FolderMissing = new("PSR-2202", FailureKind.Connection, "The folder cannot be read.");
    public static readonly ErrorCode FileGone = new("PSR-2203", FailureKind.Connection, "A listed file is no longer there.");
    public static readonly ErrorCode BadPosition = new("PSR-2204", FailureKind.Internal, "A position does not fit the file.");
    public static readonly ErrorCode UnsafeName = new(
        "PSR-2205", FailureKind.Rejected, "A name is no plain file name, or the file is a link.");
    public static readonly ErrorCode NoHeaderKnown = new(
        "PSR-2206", FailureKind.Configuration, "The columns of a record are not known any more.");
    public static readonly ErrorCode NoCopybook = new("PSR-2207", FailureKind.Configuration, "A copybook cannot be read.");

    public static readonly ErrorCode BrokenCompression = new(
        "PSR-2301", FailureKind.Malformed, "A compressed file is damaged, cut, or followed by other bytes.");
    public static readonly ErrorCode ExpandsTooMuch = new("PSR-2302", FailureKind.Malformed, "A file expands beyond the bounds.");
    public static readonly ErrorCode UnfitArchive = new(
        "PSR-2303", FailureKind.Malformed, "An archive does not hold exactly one readable file.");
}
