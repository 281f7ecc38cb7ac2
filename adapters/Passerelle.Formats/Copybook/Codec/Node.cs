using System.Text;
using System.Text.Json;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>One compiled item. It starts at the state's position and moves it past itself, both ways.</summary>
internal abstract class Node(CopybookField field)
{
    public CopybookField Field { get; } = field;
    public byte[] Property { get; } = NameOf(field.JsonName);
    public virtual string Key => Field.JsonName;

    /// <summary>Whether the item appears in records at all.</summary>
    public bool IsHidden { get; init; }

    public static byte[] NameOf(string name) => Encoding.UTF8.GetBytes($"\"{name}\":");

    /// <summary>Writes the value.</summary>
    public abstract bool Decode(ReadOnlySpan<byte> record, CodecState state);

    /// <summary>Writes the property, or the properties, into an object that is open.</summary>
    public virtual bool DecodeMember(ReadOnlySpan<byte> record, CodecState state)
    {
        state.Sink.Property(Property);
        return Decode(record, state);
    }

    /// <summary>Writes the bytes; <paramref name="value"/> is Undefined when the property is missing.</summary>
    public abstract bool Encode(JsonElement value, JsonElement parent, Span<byte> record, CodecState state);

    /// <summary>The names of properties that this node reads.</summary>
    public virtual IEnumerable<string> Keys => [Key, .. ExtraKeys];

    protected virtual IEnumerable<string> ExtraKeys => [];

    public static JsonElement Member(JsonElement parent, string key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out var value) ? value : default;
}
