using Passerelle.Contracts.Errors;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>One framed segment after decoding.</summary>
internal readonly record struct Decoded(int Type, int Worker, int JsonStart, int JsonLength, Failure? Failure)
{
    /// <summary>The type of what is no segment, when everything is kept: bytes between records, empty lines.</summary>
    public const int Between = -2;
}

/// <summary>Decodes the frames of a batch, on several threads when there are enough of them; order is kept.</summary>
internal sealed class SegmentDecoding : IDisposable
{
    private const int FewestPerWorker = 64;

    private readonly SegmentRules _rules;
    private readonly Worker[] _workers;
    private Decoded[] _decoded = [];

    public SegmentDecoding(SegmentRules rules)
    {
        _rules = rules;
        _workers = [.. Enumerable.Range(0, Math.Max(1, rules.Workers)).Select(_ => new Worker(rules))];
    }

    public long LenientNulls => _workers.Sum(worker => worker.LenientNulls);

    public ref readonly Decoded this[int index] => ref _decoded[index];

    public ReadOnlySpan<byte> Json(in Decoded one) => _workers[one.Worker].Json.Span(one.JsonStart, one.JsonLength);

    public async ValueTask DecodeAsync(FrameBatch batch, bool atStart)
    {
        if (_decoded.Length < batch.Count) _decoded = new Decoded[Math.Max(batch.Count, 1024)];
        foreach (var worker in _workers) worker.Json.Length = 0;
        var parts = Math.Clamp(batch.Count / FewestPerWorker, 1, _workers.Length);
        if (parts == 1)
        {
            Range(batch, 0, 0, batch.Count, atStart);
            return;
        }

        var size = (batch.Count + parts - 1) / parts;
        await Task.WhenAll(Enumerable.Range(0, parts).Select(part =>
            Task.Run(() => Range(batch, part, part * size, Math.Min(batch.Count, (part + 1) * size), atStart)))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var worker in _workers) worker.Json.Dispose();
    }

    private void Range(FrameBatch batch, int worker, int from, int to, bool atStart)
    {
        for (var i = from; i < to; i++) _decoded[i] = One(batch[i], worker, atStart && batch[i].At.Records == 0);
    }

    private Decoded One(in Frame frame, int worker, bool isFirst)
    {
        if (frame.Failure is { } broken) return new(-1, worker, 0, 0, broken);
        if (frame.IsAside) return Kept(Decoded.Between, worker, FormJson.Line(FormJson.Bytes, frame.Whole.Span));
        var record = frame.Record.Span;
        if (_rules.Reversible && _rules.SkipEmpty && record.IsEmpty)
            return Kept(Decoded.Between, worker, FormJson.Line(FormJson.Record, [], frame.Form));
        var type = TypeOf(record, isFirst);
        if (type < 0) return new(type, worker, 0, 0, null);
        if (_rules.Types[type].Role == SegmentRole.Ignored)
        {
            return _rules.Reversible
                ? Kept(type, worker, FormJson.Line(FormJson.Record, record, frame.Form))
                : new(type, worker, 0, 0, null);
        }

        var own = _workers[worker].Json;
        var start = own.Length;
        var failure = _workers[worker].Decoders[type].Decode(record, frame.RecordOffset, own);
        if (failure is not null) own.Length = start;
        else if (_rules.Reversible) Mark(own, start, _rules.Types[type], frame);
        return new(type, worker, start, own.Length - start, failure);
    }

    private Decoded Kept(int type, int worker, ReadOnlySpan<byte> line)
    {
        var own = _workers[worker].Json;
        var start = own.Length;
        own.Write(line);
        return new(type, worker, start, line.Length, null);
    }

    /// <summary>Adds to a segment's JSON what encoding needs beyond its values.</summary>
    private void Mark(RecordBuffer json, int start, SegmentType type, in Frame frame)
    {
        var isNamed = !_rules.Flatten && (type.Role != SegmentRole.Data || (type.Parent is null && _rules.HasSeveralRoots));
        var form = type.Layout is CopybookSegment layout && layout.IsFilled(frame.Record.Length)
            ? (frame.Form ?? FrameForm.Usual) with { Length = frame.Record.Length }
            : frame.Form;
        var properties = FormJson.Properties(form, isNamed || (_rules.Flatten && type.Role != SegmentRole.Data) ? type.Name : null);
        if (properties.IsEmpty) return;
        json.Length--;
        if (json.Length > start + 1) json.Write(","u8);
        json.Write(properties);
        json.Write("}"u8);
    }

    private int TypeOf(ReadOnlySpan<byte> record, bool isFirst)
    {
        for (var i = 0; i < _rules.Types.Count; i++)
        {
            var type = _rules.Types[i];
            if (type.Test is { } test ? test(record) : isFirst || type.Role != SegmentRole.Header) return i;
        }

        return -1;
    }

    private sealed class Worker(SegmentRules rules)
    {
        public ISegmentDecoder[] Decoders { get; } = [.. rules.Types.Select(type => type.Layout.NewDecoder())];

        public RecordBuffer Json { get; } = new(256 * 1024);

        public long LenientNulls => Decoders.Sum(decoder => decoder.LenientNulls);
    }
}
