using System.Text.Json.Nodes;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Cli.Output;

/// <summary>Keeps personal and sensitive fields off the screen unless they are asked for.</summary>
internal static class Masking
{
    public const string Mask = "•••";

    /// <summary>A contract value with its personal and sensitive fields masked.</summary>
    public static JsonNode? Value(ReadOnlySpan<byte> json, DataContract contract, bool reveal)
    {
        var node = JsonNode.Parse(json);
        if (!reveal && node is not null) Hide(node, "", Inherited(contract, "", Classification.Internal), contract);
        return node;
    }

    /// <summary>Source records carry no classification of their own: what feeds any masked field can't be told from the rest,
    /// so all texts are masked when the contract holds anything personal; the key's parts stay.</summary>
    /// <returns>Null when the record could not be decoded.</returns>
    public static JsonObject? Record(ReadOnlySpan<byte> json, DataContract contract, IReadOnlyCollection<string> keyFields, bool reveal)
    {
        if (json.IsEmpty || JsonNode.Parse(json) is not JsonObject record) return null;
        if (!reveal && HoldsPersonal(contract))
        {
            foreach (var name in record.Select(p => p.Key).Where(name => !keyFields.Contains(name)).ToList())
            {
                if (record[name]?.ToString() is { Length: > 0 }) record[name] = Mask;
            }
        }

        return record;
    }

    /// <summary>Raw bytes, or only their number.</summary>
    public static ShownBytes Bytes(ReadOnlySpan<byte> bytes, DataContract contract, bool reveal) =>
        !reveal && HoldsPersonal(contract) ? ShownBytes.Masked(bytes.Length) : ShownBytes.Of(bytes);

    /// <summary>What stood in a field, which may be personal whatever the field's name.</summary>
    public static string? Found(string? found, DataContract contract, bool reveal) =>
        found is null || reveal || !HoldsPersonal(contract) ? found : Mask;

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
}
