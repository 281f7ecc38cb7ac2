using System.Buffers;
using System.Text.Json;
using Passerelle.Gateway.Rest.Json;

namespace Passerelle.Gateway.Rest.Fields;

/// <summary>Copies the chosen members of a JSON value, numbers and strings unchanged.</summary>
internal static class JsonProjector
{
    public static void Copy(ReadOnlySpan<byte> value, FieldNode node, IBufferWriter<byte> output)
    {
        if (node.CopiesAll)
        {
            output.Write(value);
            return;
        }

        using var writer = new Utf8JsonWriter(output, JsonStyle.Compact);
        var reader = new Utf8JsonReader(value);
        reader.Read();
        CopyValue(ref reader, node, writer);
    }

    private static void CopyValue(ref Utf8JsonReader reader, FieldNode node, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                CopyObject(ref reader, node, writer);
                break;
            case JsonTokenType.StartArray:
                CopyArray(ref reader, node, writer);
                break;
            case JsonTokenType.String:
                WriteString(ref reader, writer);
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    private static void CopyObject(ref Utf8JsonReader reader, FieldNode node, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var child = node.Of(name);
            reader.Read();
            if (Leaves(ref reader, child))
            {
                reader.Skip();
                continue;
            }

            writer.WritePropertyName(name);
            CopyValue(ref reader, child, writer);
        }

        writer.WriteEndObject();
    }

    private static void CopyArray(ref Utf8JsonReader reader, FieldNode node, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Leaves(ref reader, node)) reader.Skip();
            else CopyValue(ref reader, node, writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>A scalar is left out where only named members below it are shown: it may be the very thing that is hidden.</summary>
    private static bool Leaves(ref Utf8JsonReader reader, FieldNode node) =>
        node.CopiesNothing
        || (!node.Others && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null));

    private static void WriteString(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        if (!reader.ValueIsEscaped)
        {
            writer.WriteStringValue(reader.ValueSpan);
            return;
        }

        writer.WriteStringValue(reader.GetString());
    }
}
