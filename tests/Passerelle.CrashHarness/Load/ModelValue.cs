using System.Globalization;
using System.Text.Json;

namespace Passerelle.CrashHarness.Load;

/// <summary>A contract value as one comparable text.</summary>
internal static class ModelValue
{
    public static string Status(char code) => code switch
    {
        'A' => "open",
        'F' => "closed",
        _ => $"code {code}",
    };

    /// <summary>What the gateway serves or publishes, in the same form.</summary>
    public static string Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static string Of(JsonElement value) => string.Create(CultureInfo.InvariantCulture,
        $"{Text(value, "id")}|{value.GetProperty("rev").GetInt32()}|{Text(value, "name")}|{value.GetProperty("amount").GetDecimal():0.00}|{Text(value, "on")}|{Text(value, "status")}");

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();
}
