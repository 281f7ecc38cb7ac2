namespace Passerelle.Gateway.Workspace.Tests.DataContracts.Oracle;

/// <summary>Where the two do not agree, what ours says, and why it stays.</summary>
internal static class KnownDifferences
{
    private const string Inexact =
        "with bounds, a number that a decimal cannot hold exactly is refused (PSR-3213): the store could not compare it";
    private const string Rounds = "JsonSchema.Net compares as decimals, which round the last digits";
    private const string DotNetPattern = "JsonSchema.Net runs patterns as .NET reads them in ECMAScript mode; ours as ECMA-262 says";

    public static readonly (string Schema, string Value, bool Ours, string Reason)[] All =
    [
        ("""{"minimum":0}""", "1e30", false, Inexact),
        ("""{"minimum":0}""", "123456789012345678901234567890.5", false, Inexact),
        ("""{"exclusiveMinimum":0}""", "1e-35", false, Inexact),
        ("""{"exclusiveMaximum":1}""", "0.9999999999999999999999999999999999", false, Inexact),
        ("""{"type":"integer"}""", "123456789012345678901234567890.5", false, Rounds),
        ("""{"const":0.1}""", "0.10000000000000000000000000000000001", false, Rounds),
        ("""{"uniqueItems":true}""", "[0.1,0.10000000000000000000000000000000001]", true, Rounds),
        ("""{"pattern":"^a$"}""", "\"a\\n\"", false, DotNetPattern + ": `$` is the end, not before a last line feed"),
        ("""{"pattern":"^.$"}""", "\"\\u2028\"", false, DotNetPattern + ": `.` is no line end"),
        ("""{"pattern":"^\\s$"}""", "\"\\u00a0\"", true, DotNetPattern + ": a no-break space is a blank"),
        ("""{"pattern":"^\\S$"}""", "\"\\ufeff\"", false, DotNetPattern + ": a byte order mark is a blank"),
        ("""{"pattern":"^\\w$"}""", "\"\u0130\"", false, DotNetPattern + ": its `\\w` holds the capital i with a dot"),
        ("""{"pattern":"\\bé"}""", "\"é\"", true, "at `\\b` ours sees every letter as one, as regexes in linear time do"),
        ("""{"properties":{"a":{"type":"null"}}}""", """{"a":null,"a":1}""", false, "ours checks a repeated member every time, not only once"),
        ("""{"format":"date-time"}""", "\"2024-02-29 10:00:00Z\"", false, "RFC 3339 demands the T; JsonSchema.Net also takes a blank"),
        ("""{"format":"email"}""", "\"a@b.c\"", true, "JsonSchema.Net demands a top-level domain of two letters"),
        ("""{"format":"email"}""", "\"\\\"a b\\\"@example.org\"", false, "ours takes no quoted names: the systems behind do not either"),
    ];
}
