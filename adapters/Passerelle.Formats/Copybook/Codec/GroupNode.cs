using System.Text.Json;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>A group: an object of its members, and the unused bytes between them.</summary>
internal sealed class GroupNode : Node
{
    private readonly Node[] _members;
    private readonly byte[]?[] _slackNames;
    private readonly byte[] _endName = NameOf("~end");
    private readonly HashSet<string> _keys;
    private readonly bool _keepRaw;
    private readonly bool _isRecord;

    public GroupNode(CopybookField field, Node[] members, bool keepRaw, bool isRecord, IEnumerable<string> ignored)
        : base(field)
    {
        (_members, _keepRaw, _isRecord) = (members, keepRaw, isRecord);
        _slackNames = [.. members.Select(member => member.Field.SlackBefore > 0 ? NameOf(member.Key + "~slack") : null)];
        _keys = [.. members.SelectMany(member => member.Keys), .. members.Select(member => member.Key + "~slack"), "~end", .. ignored];
    }

    public ReadOnlySpan<Node> Members => _members;

    public bool IsRecord => _isRecord;

    public override bool Decode(ReadOnlySpan<byte> record, CodecState state)
    {
        state.Sink.Byte((byte)'{');
        for (var i = 0; i < _members.Length; i++)
        {
            if (_slackNames[i] is { } name && !Gap(record, state, _members[i].Field.SlackBefore, name)) return false;
            if (!_members[i].DecodeMember(record, state)) return false;
        }

        if (Field.SlackAfter > 0 && !Gap(record, state, Field.SlackAfter, _endName)) return false;
        if (!_isRecord) state.Sink.Byte((byte)'}');
        return true;
    }

    /// <summary>The member, or redefinition of one, that is an item.</summary>
    public Node? Find(CopybookField field)
    {
        foreach (var member in _members)
        {
            if (member is not AreaNode area)
            {
                if (member.Field == field) return member;
                continue;
            }

            foreach (var alternative in area.Alternatives)
                if (alternative.Field == field) return alternative;
        }

        return null;
    }

    private bool Gap(ReadOnlySpan<byte> record, CodecState state, int length, byte[] name)
    {
        var at = state.Position;
        if (record.Length - at < length)
        {
            return state.Fail(
                CopybookErrors.Short, Field, default, at, $"{length} slack bytes", "Check the record length and SYNCHRONIZED.");
        }

        state.Position += length;
        var gap = record.Slice(at, length);
        if (!_keepRaw || gap.IndexOfAnyExcept((byte)0) < 0) return true;
        state.Sink.Property(name);
        state.Sink.Hex(gap);
        return true;
    }

    public override bool Encode(JsonElement value, JsonElement parent, Span<byte> record, CodecState state)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return state.Fail(
                CopybookErrors.Shape, Field, default, state.Position, "an object", "Give the group an object.", value.ValueKind.ToString());
        }

        var beside = state.Beside;
        state.Beside = null;
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var property in value.EnumerateObject())
                if (!_keys.Contains(property.Name) && beside?.Contains(property.Name) != true)
                {
                    return state.Fail(
                        CopybookErrors.Unknown, Field, default, state.Position, "names of the group's items",
                        "Correct or remove the property.", property.Name);
                }

        foreach (var member in _members)
        {
            if (!Fill(value, member.Key + "~slack", member.Field.SlackBefore, record, state)) return false;
            if (!member.Encode(Member(value, member.Key), value, record, state)) return false;
        }

        return Fill(value, "~end", Field.SlackAfter, record, state);
    }

    private bool Fill(JsonElement value, string key, int length, Span<byte> record, CodecState state)
    {
        if (length == 0) return true;
        var raw = Member(value, key);
        var target = record.Slice(state.Position, length);
        if (raw.ValueKind == JsonValueKind.String && !HexCodec.TryHex(raw.GetString()!, target))
        {
            return state.Fail(
                CopybookErrors.Shape, Field, default, state.Position, $"{2 * length} hexadecimal digits in {key}", "Correct the value.",
                raw.GetRawText());
        }

        state.Position += length;
        return true;
    }
}
