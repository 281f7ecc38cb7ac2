using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>Reads YAML nodes as JSON by the rules of YAML 1.2's JSON schema: quoted text is text, plain text is null, boolean or number when it looks so.</summary>
internal static class NodeJson
{
    public static JsonElement ToElement(ConfigNode node)
    {
        var reader = new Utf8JsonReader(ToBytes(node));
        return JsonElement.ParseValue(ref reader);
    }

    public static byte[] ToBytes(ConfigNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(node, writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(ConfigNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case ConfigMap map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(entry.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case ConfigList list:
                writer.WriteStartArray();
                foreach (var item in list.Items) Write(item, writer);
                writer.WriteEndArray();
                break;
            case ConfigScalar scalar:
                Scalar(scalar, writer);
                break;
        }
    }

    private static void Scalar(ConfigScalar scalar, Utf8JsonWriter writer)
    {
        if (scalar.Text is null) writer.WriteNullValue();
        else if (scalar.IsQuoted) writer.WriteStringValue(scalar.Text);
        else if (scalar.Text is "true" or "false") writer.WriteBooleanValue(scalar.Text == "true");
        else if (IsNumber(scalar.Text)) writer.WriteRawValue(scalar.Text);
        else writer.WriteStringValue(scalar.Text);
    }

    /// <summary>Whether the text is a JSON number; <c>007</c> and <c>1_000</c> are not.</summary>
    public static bool IsNumber(string text)
    {
        if (text.Length == 0 || !(text[0] == '-' || char.IsAsciiDigit(text[0]))) return false;
        var digits = text.TrimStart('-');
        if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1])) return false;
        return char.IsAsciiDigit(text[^1]) && digits.Length >= text.Length - 1
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }
}
