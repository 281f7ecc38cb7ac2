using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>The codes of what can be wrong with a flow's file.</summary>
public static class FlowCodes
{
    public static readonly ErrorCode DuplicateFlow = Code("PSR-1120", "Two flows have the same name");
    public static readonly ErrorCode BadContractReference = Code("PSR-1121", "A contract reference is not name@major");
    public static readonly ErrorCode UnknownContract = Code("PSR-1122", "A flow feeds a contract that does not exist");
    public static readonly ErrorCode SharedContract = Code("PSR-1123", "Several flows feed one contract without an order");
    public static readonly ErrorCode UnknownAdapter = Code("PSR-1124", "An adapter is not known");
    public static readonly ErrorCode DeltaOfFull = Code("PSR-1126", "A flow of changes cannot be a full extract");
    public static readonly ErrorCode BadTime = Code("PSR-1127", "A time of day cannot be read");
    public static readonly ErrorCode BadKey = Code("PSR-1128", "A flow's key cannot be used");
    public static readonly ErrorCode FullOnly = Code("PSR-1129", "An option belongs to full extracts");
    public static readonly ErrorCode PartOfState = Code("PSR-1142", "Parts are merged but may overtake each other");
    public static readonly ErrorCode StreamOfFull = Code("PSR-1145", "A stream holds no full extracts");
    public static readonly ErrorCode OrderOfDelta = Code("PSR-1143", "Changes cannot be passed over by their order");
    public static readonly ErrorCode NoArchive = Code("PSR-1144", "Original bytes are left in an archive that is none");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
