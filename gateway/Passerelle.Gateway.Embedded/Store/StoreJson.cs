using System.Text.Json;
using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>Lists as one parameter, which SQLite reads by <c>json_each</c>.</summary>
[JsonSerializable(typeof(IReadOnlyCollection<string>))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static string Array(IReadOnlyCollection<string> texts) => JsonSerializer.Serialize(texts, Default.IReadOnlyCollectionString);
}
