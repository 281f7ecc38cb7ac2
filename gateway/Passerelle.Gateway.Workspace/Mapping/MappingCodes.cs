using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>The codes of mappings: 18xx and 19xx for mistakes in files, 31xx for records that cannot be mapped.</summary>
public static class MappingCodes
{
    public static readonly ErrorCode UnknownKey = Config("PSR-1800", "A key of a mapping is not known");
    public static readonly ErrorCode MissingKey = Config("PSR-1801", "A mapping lacks a required key");
    public static readonly ErrorCode WrongNode = Config("PSR-1802", "A mapping has a map, list or value where another is expected");
    public static readonly ErrorCode BadNumber = Config("PSR-1803", "A number of a mapping is out of bounds");
    public static readonly ErrorCode UnknownTarget = Config("PSR-1810", "A mapped field is not in the contract");
    public static readonly ErrorCode UnmappedTarget = Config("PSR-1811", "A required field of the contract is not mapped");
    public static readonly ErrorCode Shape = Config("PSR-1812", "A mapping makes another shape than the contract has");
    public static readonly ErrorCode OneSource = Config("PSR-1813", "A field needs exactly one source");
    public static readonly ErrorCode BadPath = Config("PSR-1814", "A source path cannot be read");
    public static readonly ErrorCode BadJmesPath = Config("PSR-1815", "A JMESPath expression cannot be compiled");
    public static readonly ErrorCode BadCondition = Config("PSR-1816", "A condition cannot be read");
    public static readonly ErrorCode KeyField = Config("PSR-1820", "The contract key is made of more than the flow's key fields");
    public static readonly ErrorCode KeyLookup = Config("PSR-1821", "The contract key depends on a look-up");
    public static readonly ErrorCode KeyPolicy = Config("PSR-1822", "The contract key has a lenient policy or a shape that keys cannot have");
    public static readonly ErrorCode UnknownConverter = Config("PSR-1830", "A converter is not known");
    public static readonly ErrorCode BadOption = Config("PSR-1831", "A converter's option has a value it cannot have");
    public static readonly ErrorCode UnknownLookup = Config("PSR-1832", "A look-up table is not known");
    public static readonly ErrorCode LookupRow = Config("PSR-1900", "A row of a look-up table cannot be read");
    public static readonly ErrorCode LookupTwice = Config("PSR-1901", "A code stands twice in a look-up table");

    public static readonly ErrorCode Record = new("PSR-3100", FailureKind.Malformed, "The record is not a JSON object");
    public static readonly ErrorCode Date = Data("PSR-3101", "A date or time cannot be read");
    public static readonly ErrorCode Missing = Data("PSR-3102", "A required field has no value");
    public static readonly ErrorCode KeyMissing = Data("PSR-3103", "The record has no key");
    public static readonly ErrorCode Number = Data("PSR-3104", "A number cannot be read");
    public static readonly ErrorCode UnknownBoolean = new("PSR-3105", FailureKind.Unmapped, "A code stands for neither true nor false");
    public static readonly ErrorCode UnknownCode = new("PSR-3106", FailureKind.Unmapped, "A code is not in its look-up table");
    public static readonly ErrorCode Digits = Data("PSR-3107", "A field is not made of the right number of digits");
    public static readonly ErrorCode CheckDigit = Data("PSR-3108", "A check digit is wrong");
    public static readonly ErrorCode TooLong = Data("PSR-3109", "A text is too long");
    public static readonly ErrorCode JmesPath = Data("PSR-3110", "A JMESPath expression failed on the record");
    public static readonly ErrorCode NotScalar = Data("PSR-3111", "A field holds a list or an object where one value is expected");
    public static readonly ErrorCode NotList = Data("PSR-3112", "A field holds no list");
    public static readonly ErrorCode KeyTooLong = Data("PSR-3113", "The record's key is too long");

    public static readonly ErrorCode Stamp = Data("PSR-3114", "The time or order of a record cannot be read");

    private static ErrorCode Config(string id, string title) => new(id, FailureKind.Configuration, title);

    private static ErrorCode Data(string id, string title) => new(id, FailureKind.Invalid, title);
}
