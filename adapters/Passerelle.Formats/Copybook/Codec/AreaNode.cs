using System.Text.Json;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>One choice of a redefinition, compiled: the alternative and the test of a field.</summary>
/// <remarks>Without a Test the choice always fits. Place counts from the area's start when the tested field is Inside
/// it, else it is a slot.</remarks>
internal sealed record AreaChoice(int Alternative, ConditionTest? Test, bool Inside, int Place);

/// <summary>Items that share their bytes: all of them side by side, or the one that is chosen.</summary>
internal sealed class AreaNode(Node[] alternatives, AreaChoice[] choices, bool wholeRecord, bool keepRaw) : Node(alternatives[0].Field)
{
    private readonly int _size = alternatives.Max(alternative => alternative.Field.TotalLength);
    private readonly string _restKey = alternatives[0].Field.JsonName + "~rest";
    private readonly byte[] _restName = NameOf(alternatives[0].Field.JsonName + "~rest");

    public ReadOnlySpan<Node> Alternatives => alternatives;

    public bool IsChosen => choices.Length > 0;

    /// <summary>Whether the alternatives are whole records, each as long as it is.</summary>
    public bool IsWholeRecord => wholeRecord;
    public int Size => _size;

    public override IEnumerable<string> Keys => [.. alternatives.SelectMany(alternative => alternative.Keys), _restKey];

    public override bool Decode(ReadOnlySpan<byte> record, CodecState state) => DecodeMember(record, state);

    public override bool DecodeMember(ReadOnlySpan<byte> record, CodecState state)
    {
        var start = state.Position;
        if (!wholeRecord && record.Length - start < _size)
        {
            return state.Fail(CopybookErrors.Short, Field, default, start, $"{_size} bytes", "Check the record length and the framing.",
                $"{Math.Max(0, record.Length - start)} bytes");
        }

        return choices.Length > 0 ? Chosen(record, state, start) : SideBySide(record, state, start);
    }

    private bool SideBySide(ReadOnlySpan<byte> record, CodecState state, int start)
    {
        var end = start;
        state.Tolerant++;
        foreach (var alternative in alternatives)
        {
            var (mark, depth) = (state.Sink.Count, state.TableDepth);
            state.Position = start;
            if (!alternative.DecodeMember(record, state))
            {
                // This view does not fit the bytes; another one does.
                (state.Sink.Count, state.TableDepth, state.Failure) = (mark, depth, null);
                state.Sink.Property(alternative.Property);
                state.Sink.Bytes("null"u8);
                state.LenientNulls++;
            }
            else end = Math.Max(end, state.Position);
        }

        state.Tolerant--;
        state.Position = wholeRecord ? end : start + _size;
        return true;
    }

    private bool Chosen(ReadOnlySpan<byte> record, CodecState state, int start)
    {
        if (Choose(record, state, start) is not { } chosen)
        {
            return state.Fail(
                CopybookErrors.Discriminator, Field, record[start..Math.Min(record.Length, start + _size)], start,
                "a record that fits one of the choices", "Add a choice for this kind of record, or correct it.");
        }

        if (!alternatives[chosen].DecodeMember(record, state)) return false;
        var rest = wholeRecord ? 0 : start + _size - state.Position;
        if (rest > 0 && keepRaw)
        {
            state.Sink.Property(_restName);
            state.Sink.Hex(record.Slice(state.Position, rest));
        }

        state.Position += Math.Max(0, rest);
        return true;
    }

    public int? Choose(ReadOnlySpan<byte> record, CodecState state, int start)
    {
        foreach (var choice in choices)
        {
            if (choice.Test is null) return choice.Alternative;
            var at = choice.Inside ? start + choice.Place : state.Positions[choice.Place];
            if (at >= 0 && at + choice.Test.Length <= record.Length && choice.Test.Holds(record.Slice(at, choice.Test.Length)))
                return choice.Alternative;
        }

        return null;
    }

    public override bool Encode(JsonElement value, JsonElement parent, Span<byte> record, CodecState state)
    {
        var (start, end, skip) = (state.Position, state.Position, state.SkipNulls);
        var given = Array.FindAll(
            alternatives, alternative => Member(parent, alternative.Key).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null));
        foreach (var alternative in given.Length > 0 ? given : [alternatives[0]])
        {
            state.Position = start;
            if (!alternative.Encode(Member(parent, alternative.Key), parent, record, state)) return false;
            end = Math.Max(end, state.Position);
            state.SkipNulls = true;
        }

        state.SkipNulls = skip;
        state.Position = wholeRecord ? end : start + _size;
        var raw = Member(parent, _restKey);
        return raw.ValueKind != JsonValueKind.String || HexCodec.TryHex(raw.GetString()!, record[end..state.Position])
            || state.Fail(
                CopybookErrors.Shape, Field, default, end, $"{2 * (state.Position - end)} hexadecimal digits in {_restKey}",
                "Correct the value.", raw.GetRawText());
    }
}
