using System.Text;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>One spelling for equal JSON: members in ordinal order, no blanks, numbers without trailing zeros.</summary>
internal static class CanonicalJson
{
    public static string Text(JsonElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Join('{', element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal), '}', text, p =>
                {
                    text.Append(JsonSerializer.Serialize(p.Name, CanonicalContext.Default.String)).Append(':');
                    Write(p.Value, text);
                });
                break;
            case JsonValueKind.Array:
                Join('[', element.EnumerateArray(), ']', text, item => Write(item, text));
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(element.GetString()!, CanonicalContext.Default.String));
                break;
            case JsonValueKind.Number:
                text.Append(ExactNumber.Canonical(element));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void Join<T>(char open, IEnumerable<T> items, char close, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            write(item);
        }

        text.Append(close);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class CanonicalContext : System.Text.Json.Serialization.JsonSerializerContext;
