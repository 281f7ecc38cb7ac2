using System.Text;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>Where a field stands in the record's bytes.</summary>
internal struct FieldSlot
{
    public JsonTokenType Token;
    public int Start;
    public int Length;
    public bool Escaped;
}

/// <summary>The paths that a mapping reads, as a tree, so that one pass over a record finds them all.</summary>
internal sealed class PathIndex
{
    private readonly PathNode _root = new([]);

    public int Count { get; private set; }

    /// <summary>First members of all paths.</summary>
    public IEnumerable<string> TopNames => _root.Children.Select(c => Encoding.UTF8.GetString(c.Name));

    /// <summary>The slot of a path; the same path has one slot. The empty path is the value itself.</summary>
    public int Add(IReadOnlyList<string> path)
    {
        var node = path.Aggregate(_root, (at, name) => at.Child(Encoding.UTF8.GetBytes(name)));
        if (node.Slot < 0) node.Slot = Count++;
        return node.Slot;
    }

    /// <summary>Fills the slots from a value that the reader's next token begins; false when it is not JSON.</summary>
    /// <param name="offset">Where the reader's bytes begin in the record.</param>
    public bool Scan(ReadOnlySpan<byte> json, int offset, Span<FieldSlot> slots)
    {
        slots.Clear();
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read()) return false;
            Value(_root, ref reader, offset, slots);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Value(PathNode node, ref Utf8JsonReader reader, int offset, Span<FieldSlot> slots)
    {
        var token = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        var escaped = reader.ValueIsEscaped;
        if (token == JsonTokenType.StartObject && node.Children.Count > 0) Members(node, ref reader, offset, slots);
        else reader.Skip();
        if (node.Slot < 0) return;
        slots[node.Slot] = token == JsonTokenType.String
            ? new FieldSlot { Token = token, Start = offset + start + 1, Length = reader.ValueSpan.Length, Escaped = escaped }
            : new FieldSlot { Token = token, Start = offset + start, Length = (int)reader.BytesConsumed - start };
    }

    private static void Members(PathNode node, ref Utf8JsonReader reader, int offset, Span<FieldSlot> slots)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Find(in reader);
            reader.Read();
            if (child is null) reader.Skip();
            else Value(child, ref reader, offset, slots);
        }
    }

    private sealed class PathNode(byte[] name)
    {
        // Names of one length share a bucket, so that most members of a record are passed over without comparing bytes.
        private PathNode[][] _byLength = [];

        public byte[] Name { get; } = name;

        public int Slot { get; set; } = -1;

        public List<PathNode> Children { get; } = [];

        public PathNode Child(byte[] childName)
        {
            foreach (var child in Children)
                if (child.Name.AsSpan().SequenceEqual(childName)) return child;
            var made = new PathNode(childName);
            Children.Add(made);
            _byLength = [.. Enumerable.Range(0, Children.Max(c => c.Name.Length) + 1).Select(n => Children.Where(c => c.Name.Length == n).ToArray())];
            return made;
        }

        public PathNode? Find(in Utf8JsonReader reader)
        {
            if (reader.ValueIsEscaped) return FindEscaped(in reader);
            var bytes = reader.ValueSpan;
            if (bytes.Length >= _byLength.Length) return null;
            foreach (var child in _byLength[bytes.Length])
                if (bytes.SequenceEqual(child.Name)) return child;
            return null;
        }

        private PathNode? FindEscaped(in Utf8JsonReader reader)
        {
            foreach (var child in Children)
                if (reader.ValueTextEquals(child.Name)) return child;
            return null;
        }
    }
}
