using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Parking;

/// <summary>Parked keys as documents, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ParkedKey))]
internal sealed partial class ParkingJson : JsonSerializerContext;
