using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>What ingest keeps, as documents, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FlowCursor))]
[JsonSerializable(typeof(DeliveryRecord))]
internal sealed partial class IngestJson : JsonSerializerContext;
