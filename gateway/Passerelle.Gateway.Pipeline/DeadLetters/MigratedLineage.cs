using System.Text.Json;
using System.Text.Json.Nodes;

namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>Lineage names an offset of the log that it was written on. On another log it must not be taken for one of there.</summary>
internal static class MigratedLineage
{
    private const string Name = "migrated";

    public static ReadOnlyMemory<byte> Mark(ReadOnlyMemory<byte> lineage)
    {
        if (JsonNode.Parse(lineage.Span) is not JsonObject document) return lineage;
        document[Name] = true;
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    public static DeadLetter Mark(DeadLetter letter) =>
        letter.Lineage is { } lineage ? letter with { Lineage = Mark(lineage).ToArray() } : letter;

    public static bool IsOn(JsonElement lineage) => lineage.ValueKind == JsonValueKind.Object && lineage.TryGetProperty(Name, out _);
}
