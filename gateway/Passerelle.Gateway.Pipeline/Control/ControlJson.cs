using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Control;

/// <summary>Pauses as documents, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FlowSwitch))]
internal sealed partial class ControlJson : JsonSerializerContext;
