using System.Text;
using System.Text.Json;

namespace Passerelle.Gateway.Ports.Store;

/// <summary>What stands in an indexed field.</summary>
public enum FieldKind : byte
{
    Missing,
    Text,
    Number,
    False,
    True,
}

/// <summary>A field's value and where its bytes stand in <see cref="FieldRow"/>: UTF-8 for a text, <see cref="SortableNumber"/> for a number.</summary>
public readonly record struct FieldValue(FieldKind Kind, int Start, int Length);

/// <summary>Takes the indexed fields out of a JSON document in one pass, into memory that is used again for every row.</summary>
public sealed class FieldReader(IReadOnlyList<StoreField> fields)
{
    private readonly Node root = Tree(fields);

    /// <summary>Fills <paramref name="row"/>. A field that is missing, null or of another type stays missing.</summary>
    public void Read(ReadOnlySpan<byte> json, FieldRow row)
    {
        row.Clear(fields.Count);
        if (fields.Count == 0 || json.IsEmpty) return;
        var reader = new Utf8JsonReader(json);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject) Object(ref reader, root, row);
    }

    private void Object(ref Utf8JsonReader reader, Node node, FieldRow row)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Find(ref reader);
            reader.Read();
            if (child is null) reader.Skip();
            else if (reader.TokenType == JsonTokenType.StartObject && child.Children.Count > 0) Object(ref reader, child, row);
            else if (child.Field >= 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) Set(ref reader, child.Field, row);
            else reader.Skip();
        }
    }

    private void Set(ref Utf8JsonReader reader, int field, FieldRow row)
    {
        switch (fields[field].Type, reader.TokenType)
        {
            case (StoreType.Text, JsonTokenType.String):
                var room = row.Room(reader.ValueSpan.Length);
                row.Add(field, FieldKind.Text, reader.CopyString(room));
                break;
            case (StoreType.Number, JsonTokenType.Number):
                room = row.Room(SortableNumber.MaxBytes(reader.ValueSpan.Length));
                if (SortableNumber.TryWrite(reader.ValueSpan, room, out var written)) row.Add(field, FieldKind.Number, written);
                break;
            case (StoreType.Boolean, JsonTokenType.True):
                row.Add(field, FieldKind.True, 0);
                break;
            case (StoreType.Boolean, JsonTokenType.False):
                row.Add(field, FieldKind.False, 0);
                break;
        }
    }

    private static Node Tree(IReadOnlyList<StoreField> fields)
    {
        var root = new Node("");
        for (var i = 0; i < fields.Count; i++)
        {
            var node = root;
            foreach (var name in fields[i].Path) node = node.Child(name);
            node.Field = i;
        }

        return root;
    }

    private sealed class Node(string name)
    {
        private readonly byte[] utf8 = Encoding.UTF8.GetBytes(name);

        public List<Node> Children { get; } = [];

        public int Field { get; set; } = -1;

        public Node? Find(ref Utf8JsonReader reader)
        {
            foreach (var child in Children)
            {
                if (reader.ValueTextEquals(child.utf8)) return child;
            }

            return null;
        }

        public Node Child(string childName)
        {
            var child = Children.Find(c => c.utf8.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(childName)));
            if (child is null) Children.Add(child = new Node(childName));
            return child;
        }
    }
}

/// <summary>The field values of one row and the bytes they stand in.</summary>
public sealed class FieldRow
{
    private byte[] bytes = new byte[1024];
    private FieldValue[] values = [];
    private int length;

    public FieldValue this[int field] => values[field];

    public ReadOnlySpan<byte> Bytes(in FieldValue value) => bytes.AsSpan(value.Start, value.Length);

    public void Clear(int count)
    {
        if (values.Length < count) values = new FieldValue[count];
        values.AsSpan().Clear();
        length = 0;
    }

    public Span<byte> Room(int size)
    {
        if (bytes.Length - length < size) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + size));
        return bytes.AsSpan(length);
    }

    public void Add(int field, FieldKind kind, int size)
    {
        values[field] = new FieldValue(kind, length, size);
        length += size;
    }
}
