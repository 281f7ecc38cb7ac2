using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Core.Workspace;

/// <summary>The codes of everything that can be wrong with a workspace's files.</summary>
public static class WorkspaceCodes
{
    // Reading YAML.
    public static readonly ErrorCode Syntax = Code("PSR-1000", "The file is not YAML");
    public static readonly ErrorCode DuplicateKey = Code("PSR-1001", "A key stands twice in one map");
    public static readonly ErrorCode Anchor = Code("PSR-1002", "Anchors and aliases are not allowed");
    public static readonly ErrorCode Tag = Code("PSR-1003", "Tags are not allowed");
    public static readonly ErrorCode TooDeep = Code("PSR-1004", "The file nests too deeply");
    public static readonly ErrorCode TooLarge = Code("PSR-1005", "The file is too large");
    public static readonly ErrorCode EmptyFile = Code("PSR-1006", "The file holds nothing");
    public static readonly ErrorCode SecondDocument = Code("PSR-1007", "The file holds more than one document");
    public static readonly ErrorCode ComplexKey = Code("PSR-1008", "A key is not plain text");

    // Walking it against the specs.
    public static readonly ErrorCode UnknownKey = Code("PSR-1020", "A key is not known");
    public static readonly ErrorCode MissingKey = Code("PSR-1021", "A required key is missing");
    public static readonly ErrorCode WrongType = Code("PSR-1022", "A value has the wrong type");
    public static readonly ErrorCode NotAChoice = Code("PSR-1023", "A value is none of the choices");
    public static readonly ErrorCode OutOfBounds = Code("PSR-1024", "A number is out of bounds");
    public static readonly ErrorCode PlainSecret = Code("PSR-1025", "A secret stands in the open");

    // References.
    public static readonly ErrorCode BadReference = Code("PSR-1040", "A reference cannot be read");
    public static readonly ErrorCode MissingVariable = Code("PSR-1041", "An environment variable is not set");
    public static readonly ErrorCode MissingSecret = Code("PSR-1042", "A secret file cannot be read");
    public static readonly ErrorCode MisplacedReference = Code("PSR-1043", "A reference stands where none is resolved");

    // The workspace as a whole.
    public static readonly ErrorCode MissingFile = Code("PSR-1100", "A file of the workspace is missing");
    public static readonly ErrorCode UnreadableFile = Code("PSR-1101", "A file of the workspace cannot be read");
    public static readonly ErrorCode BadName = Code("PSR-1102", "A name has characters that names cannot have");
    public static readonly ErrorCode BadListen = Code("PSR-1103", "The listen address cannot be used");
    public static readonly ErrorCode OpenListen = Code("PSR-1104", "The gateway listens beyond this machine");
    public static readonly ErrorCode SingleInstance = Code("PSR-1105", "A shared log meets a store on one machine");
    public static readonly ErrorCode MisspeltFolder = Code("PSR-1108", "A folder is not read");
    public static readonly ErrorCode DuplicateContract = Code("PSR-1107", "Two files hold the same contract");

    // Flows.
    public static readonly ErrorCode DuplicateFlow = Code("PSR-1120", "Two flows have the same name");
    public static readonly ErrorCode BadContractReference = Code("PSR-1121", "A contract reference is not name@major");
    public static readonly ErrorCode UnknownContract = Code("PSR-1122", "A flow feeds a contract that does not exist");
    public static readonly ErrorCode SharedContract = Code("PSR-1123", "Several flows feed one contract without an order");
    public static readonly ErrorCode UnknownAdapter = Code("PSR-1124", "An adapter is not known");
    public static readonly ErrorCode UnknownConnection = Code("PSR-1125", "A connection is not known");
    public static readonly ErrorCode DeltaOfFull = Code("PSR-1126", "A flow of changes cannot be a full extract");
    public static readonly ErrorCode BadTime = Code("PSR-1127", "A time of day cannot be read");
    public static readonly ErrorCode BadKey = Code("PSR-1128", "A flow's key cannot be used");
    public static readonly ErrorCode FullOnly = Code("PSR-1129", "An option belongs to full extracts");
    public static readonly ErrorCode NoArchive = Code("PSR-1144", "Original bytes are left in an archive that is none");
    public static readonly ErrorCode OrderOfDelta = Code("PSR-1143", "Changes cannot be passed over by their order");
    public static readonly ErrorCode PartOfState = Code("PSR-1142", "Parts are merged but may overtake each other");

    // Mapping tests.
    public static readonly ErrorCode UnknownFlow = Code("PSR-1140", "A mapping test names a flow that does not exist");
    public static readonly ErrorCode BadTest = Code("PSR-1141", "A mapping test does not say what it expects");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
