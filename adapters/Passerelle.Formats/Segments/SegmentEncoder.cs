using System.Buffers;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;

namespace Passerelle.Formats.Segments;

/// <summary>Writes the bytes of one type of segment from its JSON. Not for several threads.</summary>
internal sealed class SegmentEncoder
{
    private readonly RecordEncoder _encoder;
    private readonly CopybookSegment _layout;
    private readonly HashSet<string> _beside;

    /// <exception cref="ArgumentException">The type has no copybook.</exception>
    public SegmentEncoder(SegmentType type, SegmentRules rules, SegmentTree tree)
    {
        _layout = type.Layout as CopybookSegment
            ?? throw new ArgumentException(
                $"Segments of type {type.Name} are not described by a copybook, and only those are written.", nameof(type));
        _encoder = _layout.Codec.NewEncoder();
        var children = rules.Types.Where(child => child.Parent == type.Name).Select(child => child.Name);
        _beside = [.. FormJson.Names, .. children, .. Ids(rules.IndexOf(type.Name), rules, tree)];
        if (_layout.Only is not null) _beside.UnionWith(["~tail", .. _layout.Codec.Layout.Views.Select(view => view.Name)]);
    }

    /// <summary>Encodes one segment; properties that belong to its children or to its form are passed over.</summary>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    public Failure? Encode(JsonElement json, IBufferWriter<byte> output) =>
        json.ValueKind == JsonValueKind.Object ? _encoder.Encode(json, _layout.Only, _beside, output) : NotObject(json);

    private static IEnumerable<string> Ids(int type, SegmentRules rules, SegmentTree tree)
    {
        for (var (at, steps) = (tree.Parents[type], 0); at >= 0 && steps < rules.Types.Count; at = tree.Parents[at], steps++)
            yield return $"{rules.Types[at].Name}~id";
    }

    private static Failure NotObject(JsonElement json) => new()
    {
        Code = CopybookErrors.Shape,
        Message = $"{CopybookErrors.Shape.Title} Expected an object for a segment, found {json.ValueKind}.",
        Remedy = "Write segments as 'decode' does.",
        Expected = "an object",
        Found = $"{json.ValueKind}",
    };
}
