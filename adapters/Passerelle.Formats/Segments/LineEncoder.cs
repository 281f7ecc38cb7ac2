using System.Buffers;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>One record, or bytes between records, of a line that was encoded.</summary>
/// <param name="Type">The type of segment; -1 for what is none.</param>
/// <param name="Start">Where its bytes begin.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Form">How the record stands in its file; null for the way of the format.</param>
/// <param name="IsAside">These are no record.</param>
internal readonly record struct EncodedPart(int Type, int Start, int Length, FrameForm? Form, bool IsAside);

/// <summary>Makes records of one JSON line: of a root with its children, in the order of the file, or of a line that is no record.
/// Not for several threads.</summary>
internal sealed class LineEncoder
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly List<EncodedPart> _parts = [];
    private readonly SegmentRules _rules;
    private readonly SegmentTree _tree;
    private readonly SegmentEncoder[] _encoders;
    private readonly int[] _roots;

    /// <exception cref="ArgumentException">A type has no copybook.</exception>
    public LineEncoder(SegmentRules rules)
    {
        (_rules, _tree) = (rules, new SegmentTree(rules));
        _encoders = [.. rules.Types.Select(type => new SegmentEncoder(type, rules, _tree))];
        _roots = [.. Enumerable.Range(0, rules.Types.Count).Where(type => rules.Types[type] is { Role: SegmentRole.Data, Parent: null })];
    }

    /// <summary>What the last line gave, in the order of the file.</summary>
    public IReadOnlyList<EncodedPart> Parts => _parts;

    public ReadOnlySpan<byte> Bytes(in EncodedPart part) => _bytes.WrittenSpan.Slice(part.Start, part.Length);

    /// <summary>Encodes one line.</summary>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    public Failure? Encode(JsonElement line)
    {
        Clear();
        if (line.ValueKind != JsonValueKind.Object) return Wrong("one JSON object", $"{line.ValueKind}");
        if (line.TryGetProperty(FormJson.Bytes, out _) || line.TryGetProperty(FormJson.Record, out _)) return Between(line);
        var failure = line.TryGetProperty(FormJson.Segment, out var name) ? Named(line, name) : Root(line);
        return failure ?? (line.TryGetProperty(FormJson.Order, out var order) ? Reorder(order) : null);
    }

    private void Clear()
    {
        _parts.Clear();
        _bytes.ResetWrittenCount();
    }

    private Failure? Between(JsonElement line)
    {
        var isAside = line.TryGetProperty(FormJson.Bytes, out var value);
        if (!isAside) value = line.GetProperty(FormJson.Record);
        if (FormJson.Hex(value) is not { } bytes)
            return Wrong($"hexadecimal digits in {(isAside ? FormJson.Bytes : FormJson.Record)}", value.GetRawText());
        if (!FormJson.TryRead(line, out var form, out var property, out var expected))
            return Wrong($"{expected} in {property}", line.GetRawText());
        Add(-1, bytes, form, isAside);
        return null;
    }

    private void Add(int type, ReadOnlySpan<byte> bytes, FrameForm? form, bool isAside)
    {
        _parts.Add(new(type, _bytes.WrittenCount, bytes.Length, form, isAside));
        _bytes.Write(bytes);
    }

    private Failure? Named(JsonElement line, JsonElement name)
    {
        var type = name.ValueKind == JsonValueKind.String ? _rules.IndexOf(name.GetString()) : -1;
        return type >= 0
            ? Node(line, type)
            : Wrong($"one of {string.Join(", ", _rules.Types.Select(known => known.Name))} in {FormJson.Segment}", name.GetRawText());
    }

    /// <summary>Where JSON does not name its type, the bytes tell it.</summary>
    private Failure? Root(JsonElement line)
    {
        Failure? first = null;
        foreach (var type in _roots)
        {
            Clear();
            var failure = Node(line, type);
            if (failure is null && (_roots.Length == 1 || (_rules.Types[type].Test?.Invoke(Bytes(_parts[0])) ?? true))) return null;
            first ??= failure;
        }

        return first
            ?? Wrong(
                $"a segment of type {string.Join(", ", _roots.Select(type => _rules.Types[type].Name))}",
                "one that none of their tests holds for");
    }

    private Failure? Node(JsonElement json, int type)
    {
        var start = _bytes.WrittenCount;
        if (_encoders[type].Encode(json, _bytes) is { } failure)
            return failure with { Field = _rules.IsPlain ? failure.Field : $"{_rules.Types[type].Name}.{failure.Field}".TrimEnd('.') };
        if (!FormJson.TryRead(json, out var form, out var property, out var expected))
            return Wrong($"{expected} in {property}", json.GetProperty(property).GetRawText());
        _parts.Add(new(type, start, _bytes.WrittenCount - start, form, false));
        foreach (var child in _tree.Children[type])
        {
            if (!json.TryGetProperty(_rules.Types[child].Name, out var children) || children.ValueKind == JsonValueKind.Null) continue;
            if ((children.ValueKind == JsonValueKind.Array ? Several(children, child) : Node(children, child)) is { } trouble)
                return trouble;
        }

        return null;
    }

    private Failure? Several(JsonElement children, int type)
    {
        foreach (var child in children.EnumerateArray())
            if (Node(child, type) is { } failure) return failure;
        return null;
    }

    /// <summary>Puts the parts after the first into the order that names their types.</summary>
    private Failure? Reorder(JsonElement order)
    {
        if (order.ValueKind != JsonValueKind.Array) return Wrong($"a list of types in {FormJson.Order}", $"{order.ValueKind}");
        var waiting = new Queue<EncodedPart>[_rules.Types.Count];
        foreach (var part in _parts.Skip(1)) (waiting[part.Type] ??= new()).Enqueue(part);
        _parts.RemoveRange(1, _parts.Count - 1);
        foreach (var entry in order.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object
                && (entry.TryGetProperty(FormJson.Bytes, out _) || entry.TryGetProperty(FormJson.Record, out _)))
            {
                if (Between(entry) is { } failure) return failure;
                continue;
            }

            var type = entry.ValueKind == JsonValueKind.String ? _rules.IndexOf(entry.GetString()) : -1;
            if (type < 0 || waiting[type] is not { Count: > 0 } parts) return Unordered(entry.GetRawText());
            _parts.Add(parts.Dequeue());
        }

        var left = Array.FindIndex(waiting, parts => parts is { Count: > 0 });
        return left < 0 ? null : Unordered($"more segments of type {_rules.Types[left].Name}");
    }

    private static Failure Unordered(string found) =>
        Wrong($"the type of every segment of the record in {FormJson.Order}, each as often as it stands there", found);

    private static Failure Wrong(string expected, string found) => new()
    {
        Code = CopybookErrors.Shape,
        Message = $"{CopybookErrors.Shape.Title} Expected {expected}, found {Short(found)}.",
        Remedy = $"Write lines as 'decode' does; without {FormJson.Order} segments are written in the order in which they are nested.",
        Expected = expected,
        Found = Short(found),
    };

    private static string Short(string text) => text.Length <= 200 ? text : $"{text[..200]}...";
}
