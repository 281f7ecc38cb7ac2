using System.Text.Json;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>A leaf: its codec, its null patterns, and what hangs on its value.</summary>
internal sealed class LeafNode(LeafCodec codec, CodecOptions options, byte space) : Node(codec.Field)
{
    private readonly byte[] _rawName = NameOf(codec.Field.JsonName + "~raw");
    private readonly string _rawKey = codec.Field.JsonName + "~raw";

    public LeafCodec Codec { get; } = codec;
    public int CountSlot { get; init; } = -1;
    public int PositionSlot { get; init; } = -1;
    public ConditionTest[] Conditions { get; init; } = [];

    public bool IsLenient => options.LenientNumbers;

    public bool ShowsConditions => options.Conditions && Conditions.Length > 0;

    public bool HasNulls => options.Nulls != NullPatterns.None;

    protected override IEnumerable<string> ExtraKeys => [_rawKey, .. Conditions.Select(condition => condition.Name)];

    public override bool Decode(ReadOnlySpan<byte> record, CodecState state)
    {
        var at = state.Position;
        if (record.Length - at < Codec.Length)
        {
            return state.Fail(CopybookErrors.Short, Field, record[Math.Min(at, record.Length)..], at, $"{Codec.Length} bytes",
                "Check the record length, the framing and how DEPENDING ON tables are stored.");
        }

        state.Position = at + Codec.Length;
        var source = record.Slice(at, Codec.Length);
        if (PositionSlot >= 0) state.Positions[PositionSlot] = at;
        if (CountSlot >= 0) state.Counts[CountSlot] = Count(source);
        return Value(source, state.Sink, state, at);
    }

    public long Count(ReadOnlySpan<byte> source) =>
        Codec is NumberCodec number && number.Read(source, out var negative, out var count) && !negative && count < int.MaxValue
            ? (long)count
            : -1;

    public bool Value(ReadOnlySpan<byte> source, JsonSink sink, CodecState state, int at)
    {
        if (IsHidden) return true;
        if (options.Nulls != NullPatterns.None && IsNull(source))
        {
            sink.Bytes("null"u8);
            return true;
        }

        var mark = sink.Count;
        if (Codec.Decode(source, sink)) return true;
        if (!options.LenientNumbers && state.Tolerant == 0)
        {
            return state.Fail(CopybookErrors.Number, Field, source, at, Codec.Expected,
                "Correct the record, or check the copybook, the code page and the sign options.");
        }

        sink.Count = mark;
        state.LenientNulls++;
        sink.Bytes("null"u8);
        return true;
    }

    /// <summary>Whether the bytes stand for null, or blanks may stand for zero.</summary>
    public bool NeedsCodec(ReadOnlySpan<byte> source) => IsNull(source) || (Field.BlankWhenZero && source[0] == space);

    public bool IsNull(ReadOnlySpan<byte> source)
    {
        var first = source[0];
        var known = (first == space && options.Nulls.HasFlag(NullPatterns.Spaces))
            || (first == 0 && options.Nulls.HasFlag(NullPatterns.LowValues))
            || (first == 0xFF && options.Nulls.HasFlag(NullPatterns.HighValues));
        return known && source.IndexOfAnyExcept(first) < 0;
    }

    public override bool DecodeMember(ReadOnlySpan<byte> record, CodecState state)
    {
        var at = state.Position;
        if (IsHidden) return Decode(record, state);
        if (!base.DecodeMember(record, state)) return false;
        var source = record.Slice(at, Codec.Length);
        if (options.KeepRaw && !IsCanonical(source, state))
        {
            state.Sink.Property(_rawName);
            state.Sink.Hex(source);
        }

        if (options.Conditions) WriteConditions(source, state.Sink);
        return true;
    }

    public void WriteConditions(ReadOnlySpan<byte> source, JsonSink sink)
    {
        foreach (var condition in Conditions)
        {
            sink.Property(condition.Property);
            sink.Bytes(condition.Holds(source) ? "true"u8 : "false"u8);
        }
    }

    /// <summary>Whether encoding the decoded value gives the same bytes.</summary>
    public bool IsCanonical(ReadOnlySpan<byte> source, CodecState state)
    {
        var (scratch, nulls) = (state.Scratch, state.LenientNulls);
        scratch.Count = 0;
        state.Tolerant++;
        Value(source, scratch, state, 0);
        state.Tolerant--;
        state.LenientNulls = nulls;
        var reader = new Utf8JsonReader(scratch.Written);
        var value = JsonElement.ParseValue(ref reader);
        var again = new byte[Codec.Length];
        if (value.ValueKind == JsonValueKind.Null) WriteNull(again);
        else if (Codec.Encode(value, again) is not null) return false;
        return source.SequenceEqual(again);
    }

    private void WriteNull(Span<byte> target)
    {
        if (options.Nulls.HasFlag(NullPatterns.Spaces)) target.Fill(space);
        else if (options.Nulls.HasFlag(NullPatterns.LowValues)) target.Clear();
        else if (options.Nulls.HasFlag(NullPatterns.HighValues)) target.Fill(0xFF);
        else Codec.Default(target);
    }

    public override bool Encode(JsonElement value, JsonElement parent, Span<byte> record, CodecState state) =>
        EncodeOne(value, Member(parent, _rawKey), record, state);

    public bool EncodeOne(JsonElement value, JsonElement raw, Span<byte> record, CodecState state)
    {
        var at = state.Position;
        state.Position = at + Codec.Length;
        var target = record.Slice(at, Codec.Length);
        if (PositionSlot >= 0) state.Positions[PositionSlot] = at;
        var error = raw.ValueKind == JsonValueKind.String ? Raw(raw, target) : Plain(value, target, state);
        if (error is not null) return state.Fail(error.Code, Field, default, at, error.Expected, "Correct the value.", Shown(value));
        if (CountSlot >= 0) state.Counts[CountSlot] = Count(target);
        return true;
    }

    private static EncodeError? Raw(JsonElement raw, Span<byte> target) =>
        HexCodec.TryHex(raw.GetString()!, target)
            ? null
            : new EncodeError(CopybookErrors.Shape, $"{2 * target.Length} hexadecimal digits in ~raw");

    private EncodeError? Plain(JsonElement value, Span<byte> target, CodecState state)
    {
        if (value.ValueKind == JsonValueKind.Null && !state.SkipNulls) WriteNull(target);
        else if (value.ValueKind == JsonValueKind.Undefined && !state.SkipNulls) Codec.Default(target);
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return null;
        return Codec.Encode(value, target);
    }

    private static string Shown(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return "nothing";
        var text = value.GetRawText();
        return text.Length <= 200 ? text : text[..200];
    }
}
