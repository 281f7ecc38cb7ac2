using Passerelle.Contracts.Errors;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>One segment of a record that is being put together.</summary>
internal struct SegmentNode
{
    public int Type;
    public int JsonStart;
    public int JsonLength;
    public int FirstChild;
    public int LastChild;
    public int Next;
    public int Parent;
    public int Lines;
    public int BytesStart;
    public int BytesLength;
    public int Extent;
    public long Offset;

    /// <summary>Number of the segment in the file, from 1.</summary>
    public long Number;
}

/// <summary>Collects the segments of one record until the next one begins.</summary>
internal sealed class RootBuilder(SegmentRules rules, SegmentTree tree) : IDisposable
{
    /// <summary>Of a parent that became a dead letter of its own.</summary>
    public const int Dropped = -2;

    private const int None = -1;

    private readonly List<SegmentNode> _nodes = [];
    private readonly List<(int Nodes, byte[] Json)> _lines = [];
    private readonly int[] _open = new int[rules.Types.Count];
    private readonly RecordBuffer _json = new(64 * 1024);
    private readonly RecordBuffer _bytes = new(64 * 1024);
    private int _lineBytes;

    public bool IsOpen { get; private set; }

    /// <summary>The last segment of the record has come.</summary>
    public bool IsClosed { get; private set; }

    public FramePosition At { get; private set; }

    public long End { get; private set; }

    public Failure? Failure { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.Span(0, _bytes.Length);

    public IReadOnlyList<SegmentNode> Nodes => _nodes;

    public ReadOnlySpan<byte> Json(in SegmentNode node) => _json.Span(node.JsonStart, node.JsonLength);

    public ReadOnlySpan<byte> BytesOf(in SegmentNode node) => _bytes.Span(node.BytesStart, node.BytesLength);

    public void Open(in Frame frame)
    {
        Clear();
        (IsOpen, At) = (true, frame.At);
    }

    /// <summary>Where a segment of a type would go: a node, <see cref="Dropped"/>, or -1 when nothing is open for it.</summary>
    public int PlaceFor(int type) => !IsOpen || IsClosed ? None : _open[tree.Parents[type]];

    /// <summary>Adds a segment; its JSON is empty when it could not be decoded.</summary>
    public void Add(in Frame frame, int type, ReadOnlySpan<byte> json, Failure? failure)
    {
        End = frame.Offset + frame.Extent;
        Failure ??= failure;
        if (!Fits(frame)) return;
        var start = _bytes.Length;
        _bytes.Write(frame.Whole.Span);
        if (TryMerge(type, json)) return;
        var node = new SegmentNode
        {
            Type = type,
            JsonStart = _json.Length,
            JsonLength = json.Length,
            FirstChild = None,
            LastChild = None,
            Next = None,
            Parent = _nodes.Count == 0 ? None : _open[tree.Parents[type]],
            Lines = 1,
            Number = frame.At.Records + 1,
            Offset = frame.Offset,
            Extent = (int)frame.Extent,
            BytesStart = start,
            BytesLength = frame.Whole.Length,
        };
        _json.Write(json);
        var index = _nodes.Count;
        if (index > 0) Link(_open[tree.Parents[type]], index);
        _nodes.Add(node);
        _open[type] = index;
        foreach (var below in tree.Descendants[type]) _open[below] = None;
        IsClosed |= rules.Types[type].Closes;
    }

    /// <summary>A segment became a dead letter of its own, and so does what belongs to it.</summary>
    public void Drop(int type)
    {
        _open[type] = Dropped;
        foreach (var below in tree.Descendants[type]) _open[below] = Dropped;
    }

    /// <summary>Adds a line that is no segment at its place between the segments; bounded as they are.</summary>
    public void AddLine(in Frame frame, ReadOnlySpan<byte> json)
    {
        _lineBytes += json.Length;
        if (_lineBytes > 2 * rules.MaxRootBytes || _lines.Count >= rules.MaxRootSegments)
            Failure ??= SegmentFailures.TooLarge(At.Offset, frame.Offset, rules);
        else _lines.Add((_nodes.Count, json.ToArray()));
    }

    /// <summary>Lines that stand right before a segment.</summary>
    public IEnumerable<byte[]> LinesAt(int index) => LinesAfter(index).TakeWhile(line => line.Nodes == index).Select(line => line.Json);

    /// <summary>Lines that stand after so many segments, with the number of segments before each.</summary>
    public IEnumerable<(int Nodes, byte[] Json)> LinesAfter(int nodes)
    {
        var (low, high) = (0, _lines.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_lines[middle].Nodes < nodes) low = middle + 1;
            else high = middle;
        }

        for (; low < _lines.Count; low++) yield return _lines[low];
    }

    /// <summary>Nodes from the root to a segment's parent.</summary>
    public IReadOnlyList<int> AncestorsOf(int index)
    {
        var path = new List<int>();
        for (var at = _nodes[index].Parent; at >= 0; at = _nodes[at].Parent) path.Insert(0, at);
        return path;
    }

    /// <summary>Whether a line stands between segments.</summary>
    public bool HasLines => _lines.Count > 0 && _lines[0].Nodes < _nodes.Count;

    /// <summary>Whether a segment goes on the last one.</summary>
    public bool Merges(int type, ReadOnlySpan<byte> json) =>
        rules.Merge && _nodes.Count > 0 && _nodes[^1].Type == type
            && json.Length > 2 && _nodes[^1].JsonLength > 2 && FirstName(json).SequenceCompareTo(LastName(Json(_nodes[^1]))) > 0;

    public void Fail(Failure failure) => Failure ??= failure;

    /// <summary>The record may go on, or not: it is out.</summary>
    public void Clear()
    {
        _nodes.Clear();
        _lines.Clear();
        Array.Fill(_open, None);
        (_json.Length, _bytes.Length, _lineBytes, IsOpen, IsClosed, Failure) = (0, 0, 0, false, false, null);
    }

    public void Dispose()
    {
        _json.Dispose();
        _bytes.Dispose();
    }

    private bool Fits(in Frame frame)
    {
        if (_bytes.Length + frame.Whole.Length <= rules.MaxRootBytes && _nodes.Count < rules.MaxRootSegments) return true;
        Failure ??= SegmentFailures.TooLarge(At.Offset, frame.Offset, rules);
        return _nodes.Count == 0 && Keep(frame);
    }

    private bool Keep(in Frame frame)
    {
        _bytes.Write(frame.Whole.Span[..Math.Min(frame.Whole.Length, rules.MaxRootBytes)]);
        return false;
    }

    private bool TryMerge(int type, ReadOnlySpan<byte> json)
    {
        if (!Merges(type, json)) return false;
        var last = _nodes[^1];
        // The last node's JSON is the end of the buffer: its brace becomes a comma.
        _json.Set(_json.Length - 1, (byte)',');
        _json.Write(json[1..]);
        _nodes[^1] = last with
        {
            JsonLength = _json.Length - last.JsonStart,
            Lines = last.Lines + 1,
            BytesLength = _bytes.Length - last.BytesStart,
            Extent = (int)(End - last.Offset),
        };
        return true;
    }

    private static ReadOnlySpan<byte> FirstName(ReadOnlySpan<byte> json) => json[2..(2 + json[2..].IndexOf((byte)'"'))];

    /// <summary>Merged segments have one property each, so the last name follows the last <c>,"</c> that closes a value.</summary>
    private static ReadOnlySpan<byte> LastName(ReadOnlySpan<byte> json)
    {
        var at = json.LastIndexOf("\",\""u8);
        return FirstName(at < 0 ? json : json[(at + 1)..]);
    }

    private void Link(int parent, int child)
    {
        var node = _nodes[parent];
        if (node.LastChild < 0) node.FirstChild = child;
        else _nodes[node.LastChild] = _nodes[node.LastChild] with { Next = child };
        node.LastChild = child;
        _nodes[parent] = node;
    }
}
