using System.Text.Encodings.Web;
using System.Text.Json;

namespace Passerelle.Gateway.Rest.Json;

/// <summary>How JSON is written: letters as letters. Escaping for HTML is not needed where nothing sniffs the media type.</summary>
internal static class JsonStyle
{
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Indented = Compact with { Indented = true, NewLine = "\n" };
}
