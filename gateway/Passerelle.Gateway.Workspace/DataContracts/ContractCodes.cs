using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>The codes of everything that can be wrong with a contract file.</summary>
public static class ContractCodes
{
    public static readonly ErrorCode UnknownKey = Code("PSR-1500", "A key of a contract is not known");
    public static readonly ErrorCode MissingKey = Code("PSR-1501", "A contract lacks a required key");
    public static readonly ErrorCode WrongNode = Code("PSR-1502", "A contract has a map, list or value where another is expected");
    public static readonly ErrorCode BadName = Code("PSR-1503", "A contract's name cannot be used");
    public static readonly ErrorCode BadVersion = Code("PSR-1504", "A contract's version is not a semantic version");
    public static readonly ErrorCode BadKey = Code("PSR-1505", "A contract's key is not made of required scalar members");
    public static readonly ErrorCode BadField = Code("PSR-1506", "A field rule names a field that the schema does not have");
    public static readonly ErrorCode BadClassification = Code("PSR-1507", "A classification is not known");
    public static readonly ErrorCode NotScalar = Code("PSR-1508", "A field that is no scalar cannot be filtered or sorted");
    public static readonly ErrorCode BadDuration = Code("PSR-1509", "A duration is not in ISO 8601");
    public static readonly ErrorCode BadDate = Code("PSR-1510", "A date is not yyyy-MM-dd");
    public static readonly ErrorCode BadNumber = Code("PSR-1511", "A number is out of bounds");
    public static readonly ErrorCode Keyword = Code("PSR-1520", "A schema keyword is not supported");
    public static readonly ErrorCode KeywordValue = Code("PSR-1521", "A schema keyword has a value it cannot have");
    public static readonly ErrorCode Pattern = Code("PSR-1522", "A pattern cannot be compiled");
    public static readonly ErrorCode Format = Code("PSR-1523", "A format is not supported");
    public static readonly ErrorCode Reference = Code("PSR-1524", "A $ref leads nowhere or in a circle");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
