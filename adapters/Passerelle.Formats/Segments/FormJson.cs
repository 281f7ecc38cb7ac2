using System.Buffers;
using System.Text.Json;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>The form of a record as properties of its JSON, and lines that are no records. Their names begin with a tilde,
/// which no COBOL name does.</summary>
public static class FormJson
{
    /// <summary>A line of bytes that stand between records, as hexadecimal digits.</summary>
    public const string Bytes = "~bytes";

    /// <summary>A line of a record that was passed over, as hexadecimal digits.</summary>
    public const string Record = "~record";

    /// <summary>The type of a segment.</summary>
    public const string Segment = "~segment";

    /// <summary>The types of all segments below a root in the order of the file, and lines between them.</summary>
    public const string Order = "~order";

    private const string Block = "~block";
    private const string Pieces = "~pieces";
    private const string Before = "~before";
    private const string After = "~after";
    private const string Type = "~type";
    private const string Length = "~length";

    /// <summary>Names that may stand in every segment.</summary>
    internal static readonly string[] Names = [Segment, Order, Block, Pieces, Before, After, Type, Length];

    /// <summary>Properties, separated by commas, for the JSON of a record of this form.</summary>
    /// <param name="form">The form; null gives nothing.</param>
    /// <param name="segment">The type of segment to name, or null.</param>
    public static ReadOnlySpan<byte> Properties(FrameForm? form, string? segment = null)
    {
        if (form is null && segment is null) return [];
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            if (segment is not null) json.WriteString(Segment, segment);
            if (form is not null) Write(json, form);
            json.WriteEndObject();
        }

        return output.WrittenSpan[1..^1];
    }

    /// <summary>A line of one property in hexadecimal digits, with the form of the record that it holds.</summary>
    public static ReadOnlySpan<byte> Line(string name, ReadOnlySpan<byte> bytes, FrameForm? form = null)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString(name, Convert.ToHexString(bytes));
        if (form is not null) Write(json, form);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan;
    }

    /// <summary>The form that the JSON of a record tells.</summary>
    /// <returns>False, with the property and what it should hold, when one has the wrong shape.</returns>
    internal static bool TryRead(JsonElement json, out FrameForm? form, out string name, out string expected)
    {
        (form, name, expected) = (null, "", "");
        foreach (var property in json.EnumerateObject())
        {
            if (!property.Name.StartsWith('~')) continue;
            var found = Read(property, form ?? FrameForm.Usual, out expected);
            if (found is not null) form = ReferenceEquals(found, FrameForm.Usual) ? form : found;
            else
            {
                name = property.Name;
                return false;
            }
        }

        return true;
    }

    /// <summary>Bytes of a text of hexadecimal digits; null when it is none.</summary>
    internal static byte[]? Hex(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        var text = value.GetString()!;
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }

    private static void Write(Utf8JsonWriter json, FrameForm form)
    {
        if (form.ExtendedBlock) json.WriteString(Block, "extended");
        else if (form.StartsBlock) json.WriteBoolean(Block, true);
        if (form.Pieces is { } blocks) WritePieces(json, blocks);
        if (form.Before is { } before) json.WriteString(Before, Convert.ToHexString(before.Span));
        if (form.After is { } after) json.WriteString(After, Convert.ToHexString(after.Span));
        if (form.Type != 0) json.WriteNumber(Type, form.Type);
        if (form.Length is { } length) json.WriteNumber(Length, length);
    }

    private static void WritePieces(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<int>> blocks)
    {
        json.WriteStartArray(Pieces);
        foreach (var block in blocks)
        {
            json.WriteStartArray();
            foreach (var length in block) json.WriteNumberValue(length);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static FrameForm? Read(JsonProperty property, FrameForm form, out string expected)
    {
        var value = property.Value;
        expected = "";
        switch (property.Name)
        {
            case Block:
                expected = "true or \"extended\"";
                return value.ValueKind == JsonValueKind.True ? form with { StartsBlock = true }
                    : value.ValueKind == JsonValueKind.String && value.ValueEquals("extended")
                        ? form with { StartsBlock = true, ExtendedBlock = true }
                        : null;
            case Pieces:
                expected = "a list of lists of lengths";
                return ReadPieces(value) is { } pieces ? form with { Pieces = pieces } : null;
            case Before:
                expected = "hexadecimal digits";
                return Hex(value) is { } before ? form with { Before = before } : null;
            case After:
                expected = "hexadecimal digits";
                return Hex(value) is { } after ? form with { After = after } : null;
            case Type:
                expected = "4, 5 or 8";
                return Number(value) is { } type and (4 or 5 or 8) ? form with { Type = type } : null;
            case Length:
                expected = "a number of bytes";
                return Number(value) is { } length ? form with { Length = length } : null;
            default:
                return form;
        }
    }

    private static int[][]? ReadPieces(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return null;
        var blocks = new List<int[]>();
        foreach (var block in value.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Array) return null;
            int?[] lengths = [.. block.EnumerateArray().Select(Number)];
            if (lengths.Contains(null)) return null;
            blocks.Add([.. lengths.Select(length => length!.Value)]);
        }

        return [.. blocks];
    }

    private static int? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : null;
}
