using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>Dead letters as documents, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(List<OpenLetter>))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
