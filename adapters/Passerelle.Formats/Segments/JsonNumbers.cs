using System.Text.Json;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Segments;

/// <summary>Reads single values out of decoded segments.</summary>
internal static class JsonNumbers
{
    /// <summary>Adds every number at a path, in arrays every element's; false when one is missing or no number.</summary>
    public static bool TryAdd(ReadOnlySpan<byte> json, string path, ref ExactSum sum)
    {
        if (json.IsEmpty) return false;
        var reader = new Utf8JsonReader(json);
        return reader.Read() && Walk(ref reader, path.Split('.'), 0, ref sum);
    }

    /// <summary>The text of the first value at a path; null when there is none.</summary>
    public static string? Text(ReadOnlySpan<byte> json, string path)
    {
        if (json.IsEmpty) return null;
        using var document = JsonDocument.Parse(json.ToArray());
        var at = document.RootElement;
        foreach (var name in path.Split('.'))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : at.ToString();
    }

    private static bool Walk(ref Utf8JsonReader reader, string[] path, int depth, ref ExactSum sum)
    {
        if (reader.TokenType == JsonTokenType.StartArray) return Elements(ref reader, path, depth, ref sum);
        if (depth == path.Length) return Add(ref reader, ref sum);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var here = !found && reader.ValueTextEquals(path[depth]);
            reader.Read();
            if (!here) reader.Skip();
            else if (!Walk(ref reader, path, depth + 1, ref sum)) return false;
            found |= here;
        }

        return found;
    }

    private static bool Elements(ref Utf8JsonReader reader, string[] path, int depth, ref ExactSum sum)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (!Walk(ref reader, path, depth, ref sum)) return false;
        return true;
    }

    private static bool Add(ref Utf8JsonReader reader, ref ExactSum sum)
    {
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        return reader.ValueSpan.Length > 0 && sum.TryAdd(reader.ValueSpan, (byte)'.');
    }
}
