using System.Text;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Segments;

/// <summary>Writes the segments of a record as one nested object, or each as an object of its own.</summary>
internal sealed class RootWriter(SegmentRules rules, SegmentTree tree)
{
    public void Nested(RootBuilder root, RecordBuffer output) => Node(root, 0, output);

    /// <summary>One segment with the ids of those that it belongs to.</summary>
    /// <param name="ancestors">Nodes from the root to the segment's parent.</param>
    public void Flat(RootBuilder root, int index, IReadOnlyList<int> ancestors, RecordBuffer output)
    {
        var node = root.Nodes[index];
        var isEmpty = Open(root.Json(node), output);
        Property("~segment", rules.Types[node.Type].Name, output, isEmpty);
        foreach (var ancestor in ancestors)
        {
            var above = root.Nodes[ancestor];
            var type = rules.Types[above.Type];
            Property(
                $"{type.Name}~id", type.IdField is { } field ? JsonNumbers.Text(root.Json(above), field) : Number(above.Number),
                output, false);
        }

        output.Write("}"u8);
    }

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Node(RootBuilder root, int index, RecordBuffer output)
    {
        var node = root.Nodes[index];
        var isEmpty = Open(node.JsonLength == 0 ? "{}"u8 : root.Json(node), output);
        foreach (var child in tree.Children[node.Type])
        {
            if (!isEmpty) output.Write(","u8);
            isEmpty = false;
            output.Write(tree.Openings[child]);
            Children(root, node, child, output);
        }

        if (index == 0 && rules.Reversible && !IsInOrder(root)) Order(root, isEmpty, output);
        output.Write("}"u8);
    }

    /// <summary>Whether the nested JSON, read from its start to its end, has the segments as the file has them.</summary>
    private bool IsInOrder(RootBuilder root)
    {
        if (root.HasLines) return false;
        var next = 0;
        return IsInOrder(root, 0, ref next);
    }

    private bool IsInOrder(RootBuilder root, int index, ref int next)
    {
        if (index != next++) return false;
        foreach (var child in tree.Children[root.Nodes[index].Type])
            for (var at = root.Nodes[index].FirstChild; at >= 0; at = root.Nodes[at].Next)
                if (root.Nodes[at].Type == child && !IsInOrder(root, at, ref next)) return false;
        return true;
    }

    private void Order(RootBuilder root, bool isFirst, RecordBuffer output)
    {
        output.Write(isFirst ? "\"~order\":["u8 : ",\"~order\":["u8);
        for (var i = 1; i < root.Nodes.Count; i++)
        {
            foreach (var line in root.LinesAt(i))
            {
                output.Write(line);
                output.Write(","u8);
            }

            output.Write(tree.Openings[root.Nodes[i].Type].AsSpan()[..^1]);
            output.Write(i + 1 < root.Nodes.Count ? ","u8 : ""u8);
        }

        output.Write("]"u8);
    }

    private void Children(RootBuilder root, in SegmentNode node, int type, RecordBuffer output)
    {
        var single = rules.Types[type].Max == 1;
        var first = true;
        if (!single) output.Write("["u8);
        for (var at = node.FirstChild; at >= 0; at = root.Nodes[at].Next)
        {
            if (root.Nodes[at].Type != type || (single && !first)) continue;
            if (!first) output.Write(","u8);
            first = false;
            Node(root, at, output);
        }

        if (!single) output.Write("]"u8);
        else if (first) output.Write("null"u8);
    }

    /// <summary>Writes an object without its closing brace; tells whether it has no properties.</summary>
    private static bool Open(ReadOnlySpan<byte> json, RecordBuffer output)
    {
        output.Write(json[..^1]);
        return json.Length == 2;
    }

    private static void Property(string name, string? value, RecordBuffer output, bool isFirst)
    {
        var text =
            $"{(isFirst ? "" : ",")}{System.Text.Json.JsonSerializer.Serialize(name)}:{System.Text.Json.JsonSerializer.Serialize(value)}";
        output.Write(Encoding.UTF8.GetBytes(text));
    }
}
