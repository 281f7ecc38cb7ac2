using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>The codes of what can be wrong with a YAML document.</summary>
public static class DocumentCodes
{
    public static readonly ErrorCode Syntax = Code("PSR-1000", "The file is not YAML");
    public static readonly ErrorCode DuplicateKey = Code("PSR-1001", "A key stands twice in one map");
    public static readonly ErrorCode Anchor = Code("PSR-1002", "Anchors and aliases are not allowed");
    public static readonly ErrorCode Tag = Code("PSR-1003", "Tags are not allowed");
    public static readonly ErrorCode TooDeep = Code("PSR-1004", "The file nests too deeply");
    public static readonly ErrorCode TooLarge = Code("PSR-1005", "The file is too large");
    public static readonly ErrorCode EmptyFile = Code("PSR-1006", "The file holds nothing");
    public static readonly ErrorCode SecondDocument = Code("PSR-1007", "The file holds more than one document");
    public static readonly ErrorCode ComplexKey = Code("PSR-1008", "A key is not plain text");
    public static readonly ErrorCode BadName = Code("PSR-1102", "A name has characters that names cannot have");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
