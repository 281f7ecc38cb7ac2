using System.Text.Json.Nodes;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>The shape of what <see cref="Served.MetaWriter"/> writes.</summary>
internal static class MetaSchema
{
    public static JsonObject Of() => JsonNode.Parse("""
        {"type":"object","description":"Where a value came from and how fresh it is.",
        "required":["eventId","sequence","asOf","visibleAt"],"properties":{
        "key":{"type":"string","description":"The canonical key, as in the path of the value."},
        "eventId":{"type":"string"},"sequence":{"type":"integer","format":"int64"},
        "asOf":{"type":"string","format":"date-time","description":"When the legacy system said it."},
        "visibleAt":{"type":"string","format":"date-time","description":"When it became visible here."},
        "flow":{"type":"string","description":"The flow it came through."},
        "mappingVersion":{"type":["string","number"]},"dataschema":{"type":"string"}}}
        """)!.AsObject();
}
