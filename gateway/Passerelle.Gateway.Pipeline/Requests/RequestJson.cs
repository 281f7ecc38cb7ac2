using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Requests;

/// <summary>Requests as documents, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperatorRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
