using System.Text.Json;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>A table: an array of its occurrences, as many as its count says.</summary>
internal sealed class TableNode(Node element, int countSlot, bool full, bool keepRaw) : Node(element.Field)
{
    private readonly byte[] _rawName = NameOf(element.Field.JsonName + "~raw");
    private readonly byte[] _restName = NameOf(element.Field.JsonName + "~rest");
    private readonly string _rawKey = element.Field.JsonName + "~raw";
    private readonly string _restKey = element.Field.JsonName + "~rest";

    protected override IEnumerable<string> ExtraKeys => [_rawKey, _restKey, .. element.Keys];

    public Node Element => element;

    public int CountSlot => countSlot;

    /// <summary>Whether unused occurrences take their bytes too.</summary>
    public bool IsFull => full && countSlot >= 0;

    public int? Count(CodecState state)
    {
        if (countSlot < 0) return Field.MaxOccurs;
        var count = state.Counts[countSlot];
        return count >= Field.MinOccurs && count <= Field.MaxOccurs ? (int)count : null;
    }

    private bool BadCount(CodecState state) => state.Fail(CopybookErrors.Occurs, Field, default, state.Position,
        $"{Field.DependingOn!.Name} from {Field.MinOccurs} to {Field.MaxOccurs}", "Correct the count, or the bounds in the copybook.",
        state.Counts[countSlot] < 0 ? "no readable count" : $"{state.Counts[countSlot]}");

    public override bool Decode(ReadOnlySpan<byte> record, CodecState state)
    {
        if (Count(state) is not { } count) return BadCount(state);
        var depth = state.TableDepth++;
        if (!element.IsHidden) state.Sink.Byte((byte)'[');
        for (var i = 0; i < count; i++)
        {
            state.Occurrence[depth] = i;
            if (i > 0 && !element.IsHidden) state.Sink.Byte((byte)',');
            if (!element.Decode(record, state)) return false;
        }

        if (!element.IsHidden) state.Sink.Byte((byte)']');
        state.TableDepth = depth;
        return true;
    }

    public override bool DecodeMember(ReadOnlySpan<byte> record, CodecState state)
    {
        var start = state.Position;
        if (!element.IsHidden) state.Sink.Property(Property);
        if (!Decode(record, state)) return false;
        var end = state.Position;
        if (keepRaw && element is LeafNode leaf) Raws(record[start..end], leaf, state);
        var rest = full && countSlot >= 0 ? Field.TotalLength - (end - start) : 0;
        if (rest == 0) return true;
        if (record.Length - end < rest)
        {
            return state.Fail(CopybookErrors.Short, Field, default, end, $"{rest} bytes of unused occurrences",
                "Check whether the table is stored at its real size.");
        }

        state.Position = end + rest;
        if (!keepRaw) return true;
        state.Sink.Property(_restName);
        state.Sink.Hex(record.Slice(end, rest));
        return true;
    }

    private void Raws(ReadOnlySpan<byte> all, LeafNode leaf, CodecState state)
    {
        var size = leaf.Codec.Length;
        var any = false;
        for (var at = 0; at < all.Length && !any; at += size) any = !leaf.IsCanonical(all.Slice(at, size), state);
        if (!any) return;
        state.Sink.Property(_rawName);
        for (var at = 0; at < all.Length; at += size)
        {
            state.Sink.Byte(at == 0 ? (byte)'[' : (byte)',');
            state.Sink.Hex(all.Slice(at, size));
        }

        state.Sink.Byte((byte)']');
    }

    public override bool Encode(JsonElement value, JsonElement parent, Span<byte> record, CodecState state)
    {
        if (Count(state) is not { } count) return BadCount(state);
        var length = value.ValueKind == JsonValueKind.Array ? value.GetArrayLength()
            : value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? -1
            : -2;
        if (length != count && (length != -1 || countSlot >= 0) && !(length == -1 && count == 0))
        {
            return state.Fail(
                length == -2 ? CopybookErrors.Shape : CopybookErrors.Count, Field, default, state.Position, $"an array of {count} elements",
                "Give the array as many elements as its count says.", length < 0 ? value.ValueKind.ToString() : $"{length} elements");
        }

        var raws = Member(parent, _rawKey);
        var start = state.Position;
        var depth = state.TableDepth++;
        for (var i = 0; i < count; i++)
        {
            state.Occurrence[depth] = i;
            var item = length > 0 ? value[i] : default;
            var raw = raws.ValueKind == JsonValueKind.Array && i < raws.GetArrayLength() ? raws[i] : default;
            var done = element is LeafNode leaf ? leaf.EncodeOne(item, raw, record, state) : element.Encode(item, default, record, state);
            if (!done) return false;
        }

        return Rest(parent, record, state, depth, start);
    }

    private bool Rest(JsonElement parent, Span<byte> record, CodecState state, int depth, int start)
    {
        state.TableDepth = depth;
        var rest = full && countSlot >= 0 ? Field.TotalLength - (state.Position - start) : 0;
        var raw = Member(parent, _restKey);
        if (rest > 0 && raw.ValueKind == JsonValueKind.String && !HexCodec.TryHex(raw.GetString()!, record.Slice(state.Position, rest)))
        {
            return state.Fail(
                CopybookErrors.Shape, Field, default, state.Position, $"{2 * rest} hexadecimal digits in {_restKey}", "Correct the value.",
                raw.GetRawText());
        }

        state.Position += rest;
        return true;
    }
}
