using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>The codes of options that do not fit their specs, and of references in them.</summary>
public static class OptionCodes
{
    public static readonly ErrorCode UnknownKey = Code("PSR-1020", "A key is not known");
    public static readonly ErrorCode MissingKey = Code("PSR-1021", "A required key is missing");
    public static readonly ErrorCode WrongType = Code("PSR-1022", "A value has the wrong type");
    public static readonly ErrorCode NotAChoice = Code("PSR-1023", "A value is none of the choices");
    public static readonly ErrorCode OutOfBounds = Code("PSR-1024", "A number is out of bounds");
    public static readonly ErrorCode PlainSecret = Code("PSR-1025", "A secret stands in the open");
    public static readonly ErrorCode BadAddress = Code("PSR-1026", "An address cannot be read");
    public static readonly ErrorCode OneOf = Code("PSR-1027", "Members that exclude each other are written together, or none is");
    public static readonly ErrorCode BadReference = Code("PSR-1040", "A reference cannot be read");
    public static readonly ErrorCode MissingVariable = Code("PSR-1041", "An environment variable is not set");
    public static readonly ErrorCode MissingSecret = Code("PSR-1042", "A secret file cannot be read");
    public static readonly ErrorCode MisplacedReference = Code("PSR-1043", "A reference stands where none is resolved");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
