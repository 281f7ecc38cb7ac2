using System.Text.Json;
using System.Text.Json.Serialization;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.Gateway.Control;

/// <summary>Asks for a page of dead letters.</summary>
internal sealed record FailuresMessage(FailureSelection Selection, PageRequest Page);

/// <summary>Asks for a page of what flows have: of one flow, or of all when null.</summary>
internal sealed record FlowPageMessage(string? Flow, PageRequest Page);

internal sealed record ReplayMessage(FailureSelection Selection, string? Reason);

internal sealed record AskMessage(RequestKind Kind, string Flow, string Subject, string? Reason);

/// <summary>How control messages are written as JSON, on both ends.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };
}
