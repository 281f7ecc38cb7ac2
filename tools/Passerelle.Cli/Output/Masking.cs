using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Core.DataContracts;

namespace Passerelle.Cli.Output;

/// <summary>Keeps personal and sensitive fields off the screen unless they are asked for.</summary>
internal static class Masking
{
    public const string Mask = "•••";

    /// <summary>A contract value with its personal and sensitive fields masked.</summary>
    public static string Value(ReadOnlySpan<byte> json, DataContract contract, bool reveal)
    {
        var node = JsonNode.Parse(json);
        if (!reveal && node is not null) Hide(node, "", Inherited(contract, "", Classification.Internal), contract);
        return node?.ToJsonString(Indented) ?? "null";
    }

    /// <summary>Source records carry no classification of their own: what feeds any masked field can't be told from the rest,
    /// so all texts are masked when the contract holds anything personal; the key's parts stay.</summary>
    public static string Record(ReadOnlySpan<byte> json, DataContract contract, IReadOnlyCollection<string> keyFields, bool reveal)
    {
        if (json.IsEmpty) return "(could not be decoded)";
        if (JsonNode.Parse(json) is not JsonObject record) return "(no object)";
        if (!reveal && HoldsPersonal(contract))
        {
            foreach (var name in record.Select(p => p.Key).Where(name => !keyFields.Contains(name)).ToList())
            {
                if (record[name]?.ToString() is { Length: > 0 }) record[name] = Mask;
            }
        }

        return record.ToJsonString(Indented);
    }

    /// <summary>Raw bytes as hex beside text, or only their number.</summary>
    public static string Bytes(ReadOnlySpan<byte> bytes, DataContract contract, bool reveal) =>
        !reveal && HoldsPersonal(contract) ? $"{bytes.Length} bytes, masked: --reveal shows them" : Hex(bytes);

    /// <summary>What stood in a field, which may be personal whatever the field's name.</summary>
    public static string? Found(string? found, DataContract contract, bool reveal) =>
        found is null || reveal || !HoldsPersonal(contract) ? found : Mask;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static bool HoldsPersonal(DataContract contract) => contract.Classifications.Values.Any(IsMasked);

    private static bool IsMasked(Classification classification) => classification >= Classification.Personal;

    private static Classification Inherited(DataContract contract, string path, Classification parent) =>
        contract.Classifications.TryGetValue(path, out var own) ? own : parent;

    private static void Hide(JsonNode node, string path, Classification parent, DataContract contract)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.OfType<JsonNode>()) Hide(item, path, parent, contract);
            return;
        }

        if (node is not JsonObject members) return;
        foreach (var name in members.Select(p => p.Key).ToList())
        {
            var child = path.Length == 0 ? name : $"{path}.{name}";
            var classification = Inherited(contract, child, parent);
            if (members[name] is not { } value) continue;
            if (IsMasked(classification)) members[name] = Mask;
            else Hide(value, child, classification, contract);
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var at = 0; at < bytes.Length; at += 16)
        {
            var line = bytes[at..Math.Min(at + 16, bytes.Length)];
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{at:x6}  ");
            for (var i = 0; i < 16; i++) text.Append(i < line.Length ? Convert.ToHexStringLower(line.Slice(i, 1)) + " " : "   ");
            text.Append(' ');
            foreach (var b in line) text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
            text.Append('\n');
        }

        return text.ToString();
    }
}
