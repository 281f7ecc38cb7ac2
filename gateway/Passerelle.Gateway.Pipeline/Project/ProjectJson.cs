using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>What project keeps beside its rows, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
internal sealed partial class ProjectJson : JsonSerializerContext;
