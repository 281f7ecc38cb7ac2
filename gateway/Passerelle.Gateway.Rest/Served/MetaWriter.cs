using System.Text.Json;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;

namespace Passerelle.Gateway.Rest.Served;

/// <summary>Writes where a value came from and how fresh it is; places in files and tables stay with the operator.</summary>
internal static class MetaWriter
{
    /// <summary>Members of the lineage that consumers may see.</summary>
    private static readonly string[] Shown = ["flow", "mappingVersion", "dataschema"];

    public static void Write(Utf8JsonWriter json, ServedContract served, StoredValue value)
    {
        json.WriteStartObject();
        if (!served.HidesKey) json.WriteString("key", value.Key);
        json.WriteString("eventId", value.EventId);
        json.WriteNumber("sequence", value.Sequence);
        json.WriteString("asOf", value.AsOf.ToUniversalTime());
        json.WriteString("visibleAt", value.VisibleAt.ToUniversalTime());
        WriteLineage(json, value.Lineage);
        json.WriteEndObject();
    }

    private static void WriteLineage(Utf8JsonWriter json, ReadOnlyMemory<byte> lineage)
    {
        if (lineage.IsEmpty) return;
        using var document = JsonDocument.Parse(lineage);
        foreach (var name in Shown)
        {
            if (!SchemaFields.Property(document.RootElement, name, out var found)) continue;
            if (found.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) continue;
            json.WritePropertyName(name);
            found.WriteTo(json);
        }
    }
}
