using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>JSON Merge Patch (RFC 7396): members of the part replace, null removes, objects merge member by member, lists are replaced whole.</summary>
/// <remarks>Members come out in the schema's order, so that the same value is the same bytes whatever order its parts came in. A member
/// that the contract lets be null is set to null instead of being removed.</remarks>
internal static class MergePatch
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(ReadOnlyMemory<byte> last, ReadOnlyMemory<byte> part, SchemaNode schema, IBufferWriter<byte> output)
    {
        using var before = JsonDocument.Parse(last);
        using var change = JsonDocument.Parse(part);
        using var json = new Utf8JsonWriter(output, Options);
        Merge(json, before.RootElement, change.RootElement, schema);
    }

    private static void Merge(Utf8JsonWriter json, JsonElement before, JsonElement change, SchemaNode schema)
    {
        json.WriteStartObject();
        foreach (var (name, node) in Members(before, change, schema)) Member(json, name, Find(before, name), Find(change, name), node);
        json.WriteEndObject();
    }

    private static void Member(Utf8JsonWriter json, string name, JsonElement? before, JsonElement? change, SchemaNode node)
    {
        if (change is { ValueKind: JsonValueKind.Null } && (node.Types & SchemaTypes.Null) == 0) return;
        json.WritePropertyName(name);
        if (change is { ValueKind: JsonValueKind.Object } inner) Merge(json, before ?? default, inner, node);
        else (change ?? before!.Value).WriteTo(json);
    }

    /// <summary>The names that either side has: the schema's in its order, then others as they come.</summary>
    private static IEnumerable<(string Name, SchemaNode Node)> Members(JsonElement before, JsonElement change, SchemaNode schema)
    {
        foreach (var property in schema.Properties)
        {
            if (Find(before, property.Name) is not null || Find(change, property.Name) is not null) yield return (property.Name, property.Node);
        }

        var others = Names(before).Concat(Names(change)).Distinct(StringComparer.Ordinal);
        foreach (var name in others.Where(n => !schema.Properties.Any(p => p.Name == n))) yield return (name, schema.Additional ?? SchemaNode.Anything);
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(p => p.Name) : [];

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : null;
}
