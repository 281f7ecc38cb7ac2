using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>The rules that compare whole values; rare, so they may build documents.</summary>
internal static class UniqueRule
{
    public static string Canonical(in Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var copy = reader;
        return CanonicalJson.Text(JsonElement.ParseValue(ref copy));
    }

    public static bool Check(in Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        var copy = reader;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in JsonElement.ParseValue(ref copy).EnumerateArray())
        {
            var text = CanonicalJson.Text(item);
            if (seen.Add(text)) continue;
            list?.Add(ValidationCodes.Unique, "every item once", $"{text} twice", "correct the record, or drop `uniqueItems` from the contract");
            return false;
        }

        return true;
    }
}
