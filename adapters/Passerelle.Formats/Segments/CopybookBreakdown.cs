using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Segments;

/// <summary>Tells field by field where a record's bytes stand and what they hold;
/// also when the record as a whole does not decode.</summary>
internal sealed class CopybookBreakdown
{
    private const int MostFields = 2000;
    private const int ShownBytes = 64;

    private readonly List<FieldBreakdown> _fields = [];
    private readonly Dictionary<CopybookField, int> _counts = [];
    private readonly CodecCompiler _compiler;
    private readonly RecordCodec _codec;
    private readonly byte[] _record;
    private readonly int _length;
    private int _at;

    private CopybookBreakdown(RecordCodec codec, byte[] record, int length)
    {
        (_codec, _record, _length) = (codec, record, length);
        _compiler = new(codec.Layout, codec.Options, new ProblemList(100));
        _compiler.Compile();
    }

    /// <param name="codec">The layout, compiled.</param>
    /// <param name="only">The 01 level that is meant; null for all.</param>
    /// <param name="record">The bytes, filled up.</param>
    /// <param name="length">How many of them are the record's own.</param>
    /// <param name="json">The decoded record; empty when it does not decode.</param>
    public static IReadOnlyList<FieldBreakdown> Of(
        RecordCodec codec, CopybookField? only, byte[] record, int length, ReadOnlyMemory<byte> json)
    {
        var breakdown = new CopybookBreakdown(codec, record, length);
        using var document = json.IsEmpty ? null : JsonDocument.Parse(json);
        var root = document?.RootElement;
        if (only is not null) breakdown.Element(only, "", Member(root, only));
        else breakdown.Element(codec.Layout.Root, "", root);
        return breakdown._fields;
    }

    /// <param name="json">Null when nothing is decoded; Undefined when this item is not.</param>
    private void Element(CopybookField field, string path, JsonElement? json)
    {
        if (!field.IsGroup)
        {
            Leaf(field, path);
            return;
        }

        for (var i = 0; i < field.Children.Count && _fields.Count < MostFields; i++)
        {
            var child = field.Children[i];
            if (child.Redefines is not null) continue;
            _at += child.SlackBefore;
            var start = _at;
            Item(child, path, json);
            Alternatives(field, child, path, json, start);
        }

        _at += field.SlackAfter;
    }

    private void Alternatives(CopybookField group, CopybookField first, string path, JsonElement? json, int start)
    {
        var end = _at;
        foreach (var other in group.Children)
        {
            if (other.Redefines != first) continue;
            _at = start;
            Item(other, path, json);
            end = Math.Max(end, _at);
        }

        _at = end;
    }

    private void Item(CopybookField field, string path, JsonElement? json)
    {
        var own = Member(json, field);
        var isShown = json is null || field.IsFiller || own is not { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null };
        var name = path.Length == 0 ? field.JsonName : $"{path}.{field.JsonName}";
        var (start, count) = (_fields.Count, Count(field));
        for (var i = 0; i < count && _fields.Count < MostFields; i++)
        {
            var element = own is { ValueKind: JsonValueKind.Array } array && i < array.GetArrayLength() ? array[i] : own;
            Element(field, field.IsTable ? $"{name}[{i + 1}]" : name, field.IsGroup && field.IsFiller ? null : element);
        }

        if (field.DependingOn is not null && _codec.Layout.Options.Odo == Copybook.OdoStorage.Full)
            _at += (field.MaxOccurs - count) * field.Length;
        // A redefinition that was not chosen, or that does not fit, is not part of the record.
        if (!isShown && IsAlternative(field)) _fields.RemoveRange(start, _fields.Count - start);
    }

    private static bool IsAlternative(CopybookField field) =>
        field.Redefines is not null || (field.Parent?.Children.Any(other => other.Redefines == field) ?? false);

    private int Count(CopybookField field) =>
        field.DependingOn is { } counter
            ? Math.Clamp(_counts.GetValueOrDefault(counter, field.MinOccurs), 0, field.MaxOccurs)
            : field.MaxOccurs;

    private void Leaf(CopybookField field, string path)
    {
        var codec = _compiler.Leaf(field);
        var (start, end) = (Math.Min(_at, _length), Math.Min(_at + codec.Length, _length));
        _at += codec.Length;
        var bytes = _record.AsSpan(start, Math.Max(0, end - start));
        if (codec is NumberCodec number
            && bytes.Length == codec.Length && number.Read(bytes, out var negative, out var value) && !negative && value < int.MaxValue)
        {
            _counts[field] = (int)value;
        }

        if (field.IsFiller || bytes.IsEmpty) return;
        var sink = new JsonSink();
        var isRead = bytes.Length == codec.Length && codec.Decode(bytes, sink);
        _fields.Add(new(path, start, bytes.Length, Convert.ToHexString(bytes[..Math.Min(bytes.Length, ShownBytes)]), Form(field),
            isRead ? Encoding.UTF8.GetString(sink.Written) : null));
    }

    private static string Form(CopybookField field)
    {
        var picture = field.Picture is { } known ? $"PIC {known.Text} " : "";
        return picture + field.Usage switch
        {
            Usage.Packed => "COMP-3",
            Usage.UnsignedPacked => "COMP-6",
            Usage.Binary => "COMP",
            Usage.NativeBinary => "COMP-5",
            Usage.ShortFloat => "COMP-1",
            Usage.LongFloat => "COMP-2",
            Usage.ByteBinary => "COMP-X",
            Usage.DoubleByte => "DISPLAY-1",
            _ => field.Usage.ToString().ToUpperInvariant(),
        };
    }

    private static JsonElement? Member(JsonElement? json, CopybookField field) =>
        json is { ValueKind: JsonValueKind.Object } group
            ? group.TryGetProperty(field.JsonName, out var value) ? value : default(JsonElement)
            : json is null ? null : default(JsonElement);
}
