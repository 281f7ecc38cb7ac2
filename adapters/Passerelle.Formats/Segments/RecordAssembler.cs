using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Puts decoded segments together, one record after the other.</summary>
internal sealed class RecordAssembler : IDisposable
{
    /// <summary>Failures within one record that wait for its end; each holds at most 64 KiB, or one segment.</summary>
    private const int MostAside = 256;

    private readonly SegmentRules _rules;
    private readonly SegmentTree _tree;
    private readonly RootBuilder _root;
    private readonly RootWriter _writer;
    private readonly RootChecks _checks;
    private readonly string _source;
    private readonly List<(Origin Origin, byte[] Bytes, Failure Failure)> _aside = [];

    public RecordAssembler(SegmentRules rules, string source, long records)
    {
        (_rules, _source, Records) = (rules, source, records);
        _tree = new(rules);
        _root = new(rules, _tree);
        _writer = new(rules, _tree);
        _checks = new(rules, _tree);
    }

    /// <summary>Records so far, broken ones included.</summary>
    public long Records { get; private set; }

    /// <summary>Where the record begins that is being put together; null when none is.</summary>
    public FramePosition? OpenAt => _root.IsOpen ? _root.At : null;

    public void Add(in Frame frame, in Decoded decoded, ReadOnlySpan<byte> json, BatchBuilder output)
    {
        if (decoded.Type == Decoded.Between)
        {
            Between(frame, json, output);
            return;
        }

        if (decoded.Type < 0)
        {
            AddUnreadable(frame, output);
            return;
        }

        var type = _rules.Types[decoded.Type];
        if (type.Role == SegmentRole.Data) AddData(frame, decoded, json, output);
        else if (type.Role == SegmentRole.Ignored) AddIgnored(frame, json, output);
        else
        {
            Finish(output);
            if (_rules.Reversible && json.Length > 0) EmitLine(json, output);
        }
    }

    /// <summary>Nothing more belongs to the record that is being put together.</summary>
    public void Finish(BatchBuilder output)
    {
        if (_root.IsOpen)
        {
            if (_root.Failure is null && _checks.Check(_root) is { } failure) _root.Fail(failure);
            if (_rules.Flatten && _root.Failure is null) EmitFlat(output);
            else Emit(output);
            foreach (var (_, line) in _root.LinesAfter(_root.Failure is null ? _root.Nodes.Count : 0)) EmitLine(line, output);
            _root.Clear();
        }

        foreach (var (origin, bytes, failure) in _aside) EmitAside(origin, bytes, failure, output);
        _aside.Clear();
    }

    public void Dispose() => _root.Dispose();

    private void AddData(in Frame frame, in Decoded decoded, ReadOnlySpan<byte> json, BatchBuilder output)
    {
        if (_rules.IsPlain && !_rules.Merge)
        {
            var start = output.Json.Length;
            output.Json.Write(json);
            output.Add(
                new(_source, ++Records, frame.Line, frame.RecordOffset, frame.Record.Length), start, frame.Record.Span, decoded.Failure);
        }
        else if (_tree.Parents[decoded.Type] < 0) AddRoot(frame, decoded, json, output);
        else AddChild(frame, decoded, json, output);
    }

    private void AddIgnored(in Frame frame, ReadOnlySpan<byte> json, BatchBuilder output)
    {
        output.Increment("ignoredRecords");
        if (_rules.Reversible) Between(frame, json, output);
    }

    /// <summary>What is no record of its own; within a record it keeps its place in the record's order.</summary>
    private void Between(in Frame frame, ReadOnlySpan<byte> json, BatchBuilder output)
    {
        if (_root.IsOpen) _root.AddLine(frame, json);
        else EmitLine(json, output);
    }

    private void EmitLine(ReadOnlySpan<byte> json, BatchBuilder output)
    {
        var start = output.Json.Length;
        output.Json.Write(json);
        output.Add(new(_source, 0, 0, 0, 0), start, [], null);
    }

    private void AddRoot(in Frame frame, in Decoded decoded, ReadOnlySpan<byte> json, BatchBuilder output)
    {
        var goesOn = _root.IsOpen && _root.Merges(decoded.Type, json);
        if (!goesOn)
        {
            Finish(output);
            _root.Open(frame);
        }

        _root.Add(frame, decoded.Type, json, decoded.Failure);
    }

    private void AddChild(in Frame frame, in Decoded decoded, ReadOnlySpan<byte> json, BatchBuilder output)
    {
        var type = _rules.Types[decoded.Type];
        var place = _root.Merges(decoded.Type, json) ? 0 : _root.PlaceFor(decoded.Type);
        if (place < 0) Aside(frame, SegmentFailures.Orphan(frame, type, place == RootBuilder.Dropped), output);
        else if (decoded.Failure is { } failure && _rules.BadSegment == BadSegment.Segment)
        {
            _root.Drop(decoded.Type);
            Aside(frame, failure, output);
        }
        else _root.Add(frame, decoded.Type, json, decoded.Failure);
    }

    private void AddUnreadable(in Frame frame, BatchBuilder output)
    {
        if (frame.Failure is { } failure && _root.IsOpen) _root.Fail(SegmentFailures.Gap(_root.At.Offset, frame));
        Aside(frame, frame.Failure ?? SegmentFailures.Unknown(frame, _rules), output);
    }

    /// <summary>A failure of its own; within a record it waits for the record's end, so that reading can go on at its start.</summary>
    private void Aside(in Frame frame, Failure failure, BatchBuilder output)
    {
        var isPlain = _rules.IsPlain && frame.Failure is null;
        var (offset, length) = isPlain ? (frame.RecordOffset, frame.Record.Length) : (frame.Offset, frame.Extent);
        var origin = new Origin(_source, 0, frame.Line, offset, (int)Math.Min(length, int.MaxValue));
        var bytes = isPlain ? frame.Record : frame.Whole;
        if (!_root.IsOpen) EmitAside(origin, bytes.Span, failure, output);
        else if (_aside.Count < MostAside) _aside.Add((origin, bytes.ToArray(), failure));
        else
        {
            Finish(output);
            EmitAside(origin, bytes.Span, failure, output);
        }
    }

    private void EmitAside(in Origin origin, ReadOnlySpan<byte> bytes, Failure failure, BatchBuilder output) =>
        output.Add(origin with { Record = ++Records }, output.Json.Length, bytes, failure);

    private void Emit(BatchBuilder output)
    {
        var start = output.Json.Length;
        // A record whose own segment was read has a key, whatever is wrong with the rest.
        if (_root.Nodes.Count > 0 && _root.Nodes[0].JsonLength > 0) _writer.Nested(_root, output.Json);
        output.Add(OriginOf(++Records), start, _root.Bytes, _root.Failure);
    }

    private Origin OriginOf(long record) =>
        new(_source, record, _root.At.Line, _root.At.Offset, (int)Math.Min(_root.End - _root.At.Offset, int.MaxValue));

    private void EmitFlat(BatchBuilder output)
    {
        if (!_rules.Reversible) EmitFlat(0, [], output);
        else
        {
            for (var i = 0; i < _root.Nodes.Count; i++)
            {
                foreach (var line in _root.LinesAt(i)) EmitLine(line, output);
                EmitOne(i, _root.AncestorsOf(i), output);
            }
        }
    }

    private void EmitFlat(int index, List<int> ancestors, BatchBuilder output)
    {
        EmitOne(index, ancestors, output);
        ancestors.Add(index);
        for (var at = _root.Nodes[index].FirstChild; at >= 0; at = _root.Nodes[at].Next) EmitFlat(at, ancestors, output);
        ancestors.RemoveAt(ancestors.Count - 1);
    }

    private void EmitOne(int index, IReadOnlyList<int> ancestors, BatchBuilder output)
    {
        var start = output.Json.Length;
        _writer.Flat(_root, index, ancestors, output.Json);
        var node = _root.Nodes[index];
        output.Add(new(_source, ++Records, _root.At.Line, node.Offset, node.Extent), start, _root.BytesOf(node), null);
    }
}
