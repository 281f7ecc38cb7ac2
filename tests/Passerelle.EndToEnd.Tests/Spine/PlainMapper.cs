using System.Buffers;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>A mapper by hand, so that the stages are tested apart from the mapping language: <c>id</c> is the key,
/// <c>name</c> goes into the value in <see cref="Prefix"/>, and a name of <c>bad</c> is a failure.</summary>
internal sealed class PlainMapper : IRecordMapper
{
    public static readonly ErrorCode BadName = new("PSR-9901", FailureKind.Invalid, "The name is bad.");

    public string Prefix { get; set; } = "";

    /// <summary>Names that count as bad; a test mends the mapping by emptying it.</summary>
    public HashSet<string> Bad { get; } = ["bad"];

    /// <summary>The key of a record that has none; null for a failure.</summary>
    public string? Fallback { get; set; }

    public string Version
    {
        get
        {
            lock (Bad) return $"{Prefix}/{string.Join(',', Bad)}";
        }
    }

    public IReadOnlySet<string>? NeededFields => null;

    public MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters)
    {
        using var document = JsonDocument.Parse(record);
        var name = document.RootElement.GetProperty("name").GetString()!;
        if (name == "boom") throw new InvalidOperationException("The mapping has a bug.");
        if (IsBad(name))
        {
            return new MapResult(MapDecision.Failed, new Failure { Code = BadName, Message = "The name is bad.", Remedy = "Mend it.", Field = "/name", Found = name });
        }

        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("id", Id(document.RootElement));
        json.WriteString("name", Prefix + name);
        json.WriteEndObject();
        return new MapResult(MapDecision.Value, null);
    }

    private bool IsBad(string name)
    {
        lock (Bad) return Bad.Contains(name);
    }

    private string? Id(JsonElement record) =>
        record.TryGetProperty("id", out var id) && id.GetString() is { Length: > 0 } text ? text : Fallback;

    public Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output)
    {
        using var document = JsonDocument.Parse(record);
        if (Id(document.RootElement) is { Length: > 0 } text)
        {
            if (text == "boom") throw new InvalidOperationException("The key has a bug.");
            CanonicalKey.WritePart(Encoding.UTF8.GetBytes(text), output);
            return null;
        }

        return new Failure { Code = new ErrorCode("PSR-9902", FailureKind.Malformed, "No id."), Message = "No id.", Remedy = "Send one.", Field = "id" };
    }
}
