using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Rest.Problems;

/// <summary>The codes of the REST side, each with its HTTP status and its page under <c>/problems/</c>.</summary>
public static class RestErrors
{
    public static readonly ErrorCode NoSuchResource = new("PSR-6001", FailureKind.Invalid, "There is no resource at this address");
    public static readonly ErrorCode UnknownKey = new("PSR-6002", FailureKind.Invalid, "No value has this key");
    public static readonly ErrorCode DeletedKey = new("PSR-6003", FailureKind.Invalid, "The value of this key was deleted");
    public static readonly ErrorCode BadPath = new("PSR-6004", FailureKind.Malformed, "The path is not well formed");
    public static readonly ErrorCode InvalidQuery = new("PSR-6009", FailureKind.Invalid, "Several query parameters cannot be used");
    public static readonly ErrorCode UnknownParameter = new("PSR-6010", FailureKind.Invalid, "The query parameter does not exist");
    public static readonly ErrorCode RepeatedParameter = new("PSR-6011", FailureKind.Invalid, "The query parameter is given more than once");
    public static readonly ErrorCode BadLimit = new("PSR-6012", FailureKind.Invalid, "The page size is not allowed");
    public static readonly ErrorCode BadFilterValue = new("PSR-6013", FailureKind.Invalid, "The filter value does not fit the field");
    public static readonly ErrorCode BadOperator = new("PSR-6014", FailureKind.Invalid, "The filter operator does not exist for the field");
    public static readonly ErrorCode BadSort = new("PSR-6015", FailureKind.Invalid, "The values cannot be sorted like that");
    public static readonly ErrorCode UnknownField = new("PSR-6016", FailureKind.Invalid, "The field does not exist");
    public static readonly ErrorCode BadCursor = new("PSR-6017", FailureKind.Invalid, "The cursor is not one of this query");
    public static readonly ErrorCode BadInclude = new("PSR-6018", FailureKind.Invalid, "There is no such addition to include");
    public static readonly ErrorCode TooManyFilters = new("PSR-6019", FailureKind.Invalid, "The query has too many filters");
    public static readonly ErrorCode MethodNotAllowed = new("PSR-6020", FailureKind.Rejected, "The method is not allowed here");
    public static readonly ErrorCode NotAcceptable = new("PSR-6021", FailureKind.Rejected, "The answer cannot be given in an accepted media type");
    public static readonly ErrorCode NoBody = new("PSR-6022", FailureKind.Rejected, "A request body is not taken here");
    public static readonly ErrorCode BadRequest = new("PSR-6023", FailureKind.Malformed, "The request is not well-formed HTTP");
    public static readonly ErrorCode WrongHost = new("PSR-6024", FailureKind.Rejected, "This host name is not served here");
    public static readonly ErrorCode StoreUnavailable = new("PSR-6030", FailureKind.Connection, "The read store cannot be reached");
    public static readonly ErrorCode TimedOut = new("PSR-6031", FailureKind.Timeout, "The answer took too long");
    public static readonly ErrorCode Unexpected = new("PSR-6040", FailureKind.Internal, "An unexpected error in the gateway");
    public static readonly ErrorCode ListenAddress = new("PSR-6050", FailureKind.Configuration, "The gateway cannot listen at this address");

    /// <summary>Slug, status and code of every problem a client can meet, in the order of the codes.</summary>
    internal static readonly IReadOnlyList<ProblemType> Types =
    [
        new("no-such-resource", 404, NoSuchResource, "Read / or /openapi/v1.json for the addresses that exist."),
        new("unknown-key", 404, UnknownKey, "Check the key: its parts are percent-encoded and joined by ~. A value that is new in the legacy system appears after the next run of its flow."),
        new("deleted-key", 404, DeletedKey, "The legacy system no longer has the value: drop your copy."),
        new("bad-path", 400, BadPath, "Send a path without empty, dot or wrongly percent-encoded segments."),
        new("invalid-query", 400, InvalidQuery, "Mend every entry of errors."),
        new("unknown-parameter", 400, UnknownParameter, "Use one of the parameters that the detail lists."),
        new("repeated-parameter", 400, RepeatedParameter, "Give each parameter once."),
        new("bad-limit", 400, BadLimit, "Use a whole number from 1 to 1000."),
        new("bad-filter-value", 400, BadFilterValue, "Write the value in the form that the detail names."),
        new("bad-operator", 400, BadOperator, "Use one of the operators that the detail lists."),
        new("bad-sort", 400, BadSort, "Sort by the fields that the detail lists, each once, with - in front to descend."),
        new("unknown-field", 400, UnknownField, "Ask for fields that the detail lists, as dotted paths joined by commas."),
        new("bad-cursor", 400, BadCursor, "Follow links.next as it was given, with the filters and the sort it was made for, or start without a cursor."),
        new("bad-include", 400, BadInclude, "The one addition is meta."),
        new("too-many-filters", 400, TooManyFilters, "Ask with fewer filters."),
        new("method-not-allowed", 405, MethodNotAllowed, "Use a method that the Allow header lists."),
        new("not-acceptable", 406, NotAcceptable, "Accept application/json."),
        new("no-body", 413, NoBody, "Send the request without a body."),
        new("bad-request", 400, BadRequest, "Mend the HTTP client."),
        new("wrong-host", 421, WrongHost, "Call the gateway by a host name that it serves; the operator can allow more."),
        new("store-unavailable", 503, StoreUnavailable, "Try again after Retry-After."),
        new("timed-out", 504, TimedOut, "Ask for fewer values, or try again later."),
        new("unexpected", 500, Unexpected, "Give the trace id to the operator."),
    ];

    internal static ProblemType TypeOf(ErrorCode code) =>
        Types.FirstOrDefault(t => t.Code == code) ?? Types.First(t => t.Code == Unexpected);
}

/// <summary>One row of the catalogue: where it is documented and what it answers.</summary>
internal sealed record ProblemType(string Slug, int Status, ErrorCode Code, string Remedy)
{
    public const string Folder = "/problems";

    public string Uri => $"{Folder}/{Slug}";
}
