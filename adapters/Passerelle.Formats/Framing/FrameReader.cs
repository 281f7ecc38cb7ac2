namespace Passerelle.Formats.Framing;

/// <summary>Cuts a stream of decompressed bytes into records, in constant memory, from the start or from a position.</summary>
public sealed class FrameReader : IDisposable
{
    private readonly FrameOptions _options;
    private readonly FrameWindow _window;
    private readonly Framer _framer;
    private readonly RecordShaper _shaper;
    private readonly SpanAssembler _spans;
    private FrameWindow.Chunk? _shared;
    private FramePosition _position;
    private FrameProblem? _broken;
    private bool _startsBlock = true;
    private bool _extended;
    private bool _endShown;
    private bool _over;

    /// <param name="content">Stands at the offset of <paramref name="start"/>.</param>
    /// <param name="options">Must be without <see cref="FrameOptions.Problem"/>.</param>
    /// <param name="start">An earlier <see cref="Position"/>; the default begins at the start.</param>
    public FrameReader(Stream content, FrameOptions options, FramePosition start = default)
        : this(content, options, start, FrameWindow.ChunkSize)
    {
    }

    internal FrameReader(Stream content, FrameOptions options, FramePosition start, int chunkSize)
    {
        if (options.Problem() is { } problem) throw new ArgumentException($"{problem.Option}: {problem.Message}", nameof(options));
        (_options, _position) = (options, start);
        if (_position.Line == 0 && options.Format == RecordFormat.Text) _position = _position with { Line = 1 };
        _window = new(content, options.FileEndBytes, chunkSize);
        _framer = Framer.For(options);
        _shaper = new(options);
        _spans = new(options.MaxRecordBytes);
        Position = _position;
    }

    /// <summary>Between the last record that was given out and the next one.</summary>
    public FramePosition Position { get; private set; }

    /// <summary>Tells of each record what its format alone would not bring back, and gives bytes that are no records
    /// as frames of their own.</summary>
    public bool KeepForm { get; init; }

    /// <summary>Reads the next records: at most <paramref name="maxRecords"/>, and about 1 MiB or one record.</summary>
    public async ValueTask<FrameBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
    {
        using var batch = new FrameBatchBuilder(maxRecords);
        _shared = null;
        if (_position.Offset < _options.FileStartBytes) await SkipStartAsync(batch, cancellationToken).ConfigureAwait(false);
        while (!_over && !Take(batch))
        {
            if (_broken is { } problem) await SkipBrokenAsync(problem, batch, cancellationToken).ConfigureAwait(false);
            else if (batch.Count > 0) break;
            else await _window.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var isEnd = _over || (_window.AtEnd && _window.Data.IsEmpty && !_spans.IsOpen);
        if (isEnd && !_over && !_endShown) ShowAside(_window.HeldBack.Span, batch);
        _endShown |= isEnd;
        return batch.Build(Position, isEnd);
    }

    public void Dispose() => _window.Dispose();

    /// <summary>Takes records until the batch is full or nothing follows; false when more bytes or a skip are needed.</summary>
    private bool Take(FrameBatchBuilder batch)
    {
        while (!batch.IsFull)
        {
            var data = _window.Data;
            if (data.IsEmpty && !_window.AtEnd) return false;
            if (data.IsEmpty) return CloseOpenSpan(batch, 0, "the end of the file") || true;
            var state = _position.State;
            var step = _framer.Next(data.Span, _window.AtEnd, ref state);
            if (step.Kind == StepKind.More) return false;
            if (step.Kind == StepKind.Broken)
            {
                _broken = step.Problem;
                return false;
            }

            Accept(step, data[..step.Consumed], batch);
            _window.Skip(step.Consumed);
            _position = _position with { Offset = _position.Offset + step.Consumed, State = state };
            if (!_spans.IsOpen) Position = _position;
        }

        return true;
    }

    private void Accept(in Step step, ReadOnlyMemory<byte> bytes, FrameBatchBuilder batch)
    {
        switch (step.Kind)
        {
            case StepKind.Record:
                ShareWindow(batch);
                var frame = _shaper.Shape(step, bytes, _position, _startsBlock, batch);
                if (KeepForm && frame.Failure is null)
                    frame = frame with { Form = FrameForms.Of(_options, step, bytes.Span, frame.Record.Span, _startsBlock, _extended) };
                Add(batch, frame);
                _position = _position with { Line = _position.Line + (_options.Format == RecordFormat.Text ? 1 : 0) };
                _startsBlock = false;
                break;
            case StepKind.Piece:
                AcceptPiece(step, bytes, batch);
                _startsBlock = false;
                break;
            default:
                AcceptAside(bytes.Span, batch);
                if (step.Counter is { } counter) batch.Increment(counter);
                break;
        }
    }

    private void AcceptAside(ReadOnlySpan<byte> bytes, FrameBatchBuilder batch)
    {
        if (_options.BlockWord is null)
        {
            ShowAside(bytes, batch);
            return;
        }

        (_startsBlock, _extended) = (true, (bytes[0] & 0x80) != 0 && BlockWord.IsExtensible(_options.BlockWord));
    }

    private void ShowAside(ReadOnlySpan<byte> bytes, FrameBatchBuilder batch)
    {
        if (KeepForm && bytes.Length > 0) batch.Add(RecordShaper.Aside(bytes, _position, batch));
    }

    private void AcceptPiece(in Step step, ReadOnlyMemory<byte> bytes, FrameBatchBuilder batch)
    {
        var begins = step.Part is SegmentPart.Only or SegmentPart.First;
        if (begins) CloseOpenSpan(batch, 4, step.Part == SegmentPart.Only ? "a whole record" : "the first segment of another record");
        else if (!_spans.IsOpen)
        {
            var failure = FrameFailures.LoneSegment(_position.Offset, bytes.Span[..4]);
            Add(batch, RecordShaper.Broken(failure, bytes.Span, _position, bytes.Length, batch));
            return;
        }

        if (begins) _spans.Open(_position, _startsBlock);
        _spans.Add(bytes.Span.Slice(step.Prefix, step.Length), _startsBlock && _options.BlockWord is not null);
        if (step.Part is SegmentPart.First or SegmentPart.Middle) return;
        _spans.Close();
        var frame = _shaper.Join(_spans, _position.Offset + step.Consumed, batch);
        if (KeepForm && frame.Failure is null) frame = frame with { Form = FrameForms.OfJoined(_options, _spans, _extended) };
        Add(batch, frame);
    }

    /// <summary>A record whose last segment did not come.</summary>
    private bool CloseOpenSpan(FrameBatchBuilder batch, int word, string found)
    {
        if (!_spans.IsOpen) return false;
        _spans.Close();
        var shown = _window.Data.Span[..Math.Min(word, _window.Data.Length)];
        var failure = FrameFailures.OpenSpan(_spans.Offset, _position.Offset, shown, found);
        Add(batch, RecordShaper.Broken(failure, _spans.Bytes, _spans.At, _position.Offset - _spans.Offset, batch));
        Position = _position;
        return true;
    }

    private void Add(FrameBatchBuilder batch, in Frame frame)
    {
        batch.Add(frame);
        _position = _position with { Records = _position.Records + 1 };
    }

    private void ShareWindow(FrameBatchBuilder batch)
    {
        if (_window.IsShared(_shared)) return;
        _shared = _window.Share();
        batch.Own(_shared);
    }

    private async ValueTask SkipStartAsync(FrameBatchBuilder batch, CancellationToken cancellationToken)
    {
        while (_position.Offset < _options.FileStartBytes)
        {
            if (_window.Data.IsEmpty && !_window.AtEnd) await _window.FillAsync(cancellationToken).ConfigureAwait(false);
            var part = (int)Math.Min(_window.Data.Length, _options.FileStartBytes - _position.Offset);
            if (part == 0) return;
            ShowAside(_window.Data.Span[..part], batch);
            _window.Skip(part);
            Position = _position = _position with { Offset = _position.Offset + part };
        }
    }

    /// <summary>Passes over bytes that cannot be read, whatever their number; the first of them are kept.</summary>
    private async ValueTask SkipBrokenAsync(FrameProblem problem, FrameBatchBuilder batch, CancellationToken cancellationToken)
    {
        _broken = null;
        CloseOpenSpan(batch, 0, "bytes that cannot be read");
        var kept = new BrokenBytes();
        var mark = problem.Resume == Resume.NextLine ? TextFramer.Mark(_options.LineEnd) : [];
        var left = problem.Skip;
        while (left > 0)
        {
            var data = _window.Data;
            var end = mark.Length > 0 ? data.Span.IndexOf(mark) : -1;
            // The last byte may be half a line end.
            var part = end >= 0
                ? end + mark.Length
                : (int)Math.Min(left, Math.Max(data.Length - Math.Max(mark.Length - 1, 0), _window.AtEnd ? data.Length : 0));
            kept.Add(data.Span[..part]);
            _window.Skip(part);
            left = end >= 0 ? 0 : left - part;
            if (left == 0 || (_window.AtEnd && _window.Data.IsEmpty)) break;
            await _window.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var failure = FrameFailures.Of(problem, _position.Offset, kept);
        Add(batch, RecordShaper.Broken(failure, kept.Bytes, _position, kept.Length, batch, problem.Resume == Resume.Nowhere));
        _over = problem.Resume == Resume.Nowhere;
        Position = _position = _position with
        {
            Offset = _position.Offset + kept.Length,
            Line = _position.Line + (problem.Resume == Resume.NextLine ? 1 : 0),
            State = _options.Format == RecordFormat.MicroFocus ? _position.State
                : problem.Resume is Resume.After or Resume.NextLine ? _position.State
                : 0,
        };
    }
}
