using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Registry;

/// <summary>What the registries keep, as documents, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegisteredContract))]
[JsonSerializable(typeof(RegisteredFlow))]
[JsonSerializable(typeof(LogFormatMark))]
internal sealed partial class RegistryJson : JsonSerializerContext;
