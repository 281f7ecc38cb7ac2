using System.Text.Json;
using System.Text.Json.Serialization;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.Gateway.Control;

internal sealed record ReplayMessage(FailureSelection Selection, string? Reason);

internal sealed record AskMessage(RequestKind Kind, string Flow, string Subject, string? Reason);

/// <summary>How control messages are written as JSON, on both ends.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
