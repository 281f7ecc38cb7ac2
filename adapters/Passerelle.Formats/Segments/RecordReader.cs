using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Reads the records of one file: frames it, decodes segments, puts records together. Constant memory, any size.</summary>
public sealed class RecordReader : IDisposable
{
    private const int FramesAtATime = 8192;

    private readonly FrameReader _frames;
    private readonly SegmentRules _rules;
    private readonly string _source;
    private readonly SegmentDecoding _decoding;
    private readonly RecordAssembler _assembler;
    private readonly FileTotals _totals;
    private FrameBatch? _batch;
    private int _next;
    private long _lenient;

    /// <param name="content">Decompressed bytes; stands at the offset of <paramref name="start"/>.</param>
    /// <param name="source">The name that origins carry.</param>
    /// <param name="framing">How records are cut out.</param>
    /// <param name="rules">How they are read and put together.</param>
    /// <param name="start">An earlier <see cref="Position"/>.</param>
    public RecordReader(Stream content, string source, FrameOptions framing, SegmentRules rules, RecordPosition start = default)
    {
        (_rules, _source) = (rules, source);
        _frames = new(content, framing, start.Frame) { KeepForm = rules.Reversible };
        _decoding = new(rules);
        _totals = new(rules);
        _assembler = new(rules, source, start.Records);
        Position = start;
    }

    /// <summary>What follows the last record that was given out.</summary>
    public RecordPosition Position { get; private set; }

    /// <summary>Why nothing more can be read, once that was met.</summary>
    public Failure? Rest { get; private set; }

    /// <summary>Whether the totals fit, once everything was read from the start.</summary>
    public Failure? Reconcile() => Rest ?? _totals.Reconcile(_assembler.Records);

    /// <summary>Reads the next records, at most <paramref name="maxRecords"/> and about 4 MiB.</summary>
    public async ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
    {
        using var output = new BatchBuilder(TextEncoding.Latin1, maxRecords);
        var isEnd = false;
        while (!output.IsFull && !isEnd)
        {
            if (_batch is null || (_next == _batch.Count && !_batch.IsEnd)) await FrameMoreAsync(cancellationToken).ConfigureAwait(false);
            Take(output);
            isEnd = _next == _batch!.Count && _batch.IsEnd && !output.IsFull;
            if (isEnd) _assembler.Finish(output);
        }

        var frame = _assembler.OpenAt ?? (_next < _batch!.Count ? _batch[_next].At : _batch.PositionAfter);
        Position = new(frame, _assembler.Records);
        CountLenient(output);
        return output.Build(Position.ToString(), isEnd);
    }

    public void Dispose()
    {
        _batch?.Dispose();
        _frames.Dispose();
        _decoding.Dispose();
        _assembler.Dispose();
    }

    private async ValueTask FrameMoreAsync(CancellationToken cancellationToken)
    {
        var atStart = _batch is null && Position.Frame.Records == 0;
        _batch?.Dispose();
        _batch = await _frames.ReadAsync(FramesAtATime, cancellationToken).ConfigureAwait(false);
        _next = 0;
        await _decoding.DecodeAsync(_batch, atStart).ConfigureAwait(false);
    }

    private void Take(BatchBuilder output)
    {
        for (; _next < _batch!.Count && !output.IsFull; _next++)
        {
            ref readonly var frame = ref _batch[_next];
            ref readonly var decoded = ref _decoding[_next];
            if (_rules is { SkipEmpty: true, Reversible: false } && frame.Failure is null && frame.Record.IsEmpty)
            {
                output.Increment("emptyRecords");
                continue;
            }

            var json = _decoding.Json(decoded);
            if (decoded.Type != Decoded.Between) _totals.Add(frame, decoded.Type, json, decoded.Failure);
            if (frame.IsRest && _rules.RestFails) Rest = frame.Failure;
            _assembler.Add(frame, decoded, json, output);
        }
    }

    private void CountLenient(BatchBuilder output)
    {
        var lenient = _decoding.LenientNulls;
        if (lenient > _lenient) output.Increment("lenientNulls", lenient - _lenient);
        _lenient = lenient;
    }
}
