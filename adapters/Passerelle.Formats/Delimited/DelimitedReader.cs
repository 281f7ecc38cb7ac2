using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Formats.Delimited;

/// <summary>Reads the records of one delimited file from a stream of its decompressed bytes, in constant memory.</summary>
public sealed class DelimitedReader : IDisposable
{
    /// <summary>Bytes kept of a record that is longer than allowed.</summary>
    private const int KeptOfLongRecord = 64 * 1024;

    private const byte EndOfFileMark = 0x1A;

    private readonly Dialect _dialect;
    private readonly DelimitedLimits _limits;
    private readonly DelimitedRules _rules;
    private readonly Prologue _prologue;
    private readonly string _source;
    private readonly ReadWindow _window;
    private readonly RowFramer _framer;
    private readonly RowDecoder _decoder;
    private readonly ControlTotals _totals;
    private readonly byte[]? _trailer;
    private DelimitedPosition _position;

    /// <param name="content">Stands at <paramref name="start"/>'s offset.</param>
    /// <param name="source">The name that origins carry.</param>
    /// <param name="dialect">How rows and fields are told apart.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="rules">What is expected.</param>
    /// <param name="prologue">What was read before the data.</param>
    /// <param name="start">Where to begin: <see cref="Prologue.Data"/> or an earlier <see cref="Position"/>.</param>
    public DelimitedReader(
        Stream content, string source, Dialect dialect, DelimitedLimits limits, DelimitedRules rules, Prologue prologue,
        DelimitedPosition start)
    {
        (_source, _dialect, _limits, _rules, _prologue, _position) = (source, dialect, limits, rules, prologue, start);
        var text = dialect.Encoding.IsUtf16 ? new Utf16Stream(content, dialect.Encoding.BigEndian) : content;
        _window = new(text, limits.MaxRecordBytes);
        _framer = new(dialect, limits);
        _decoder = new(dialect, limits, prologue.Layout);
        _totals = new(rules, dialect.Encoding, prologue.Layout);
        _trailer = rules.TrailerRecord is { } trailer ? dialect.Encoding.Encode(trailer.StartsWith) : null;
        AnnounceHeader();
    }

    /// <summary>What follows the last record that was read.</summary>
    public DelimitedPosition Position => _position;

    /// <summary>Whether the totals of the control records fit, once everything was read from the start.</summary>
    public Failure? Reconcile() => _totals.Reconcile(_position.Records);

    /// <summary>Reads at most <paramref name="maxRecords"/> records and about 4 MiB.</summary>
    public async ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
    {
        using var batch = new BatchBuilder(_dialect.Encoding, maxRecords);
        while (!TakeRows(batch))
        {
            if (_window.IsExhausted) await TakeLongRecordAsync(batch, cancellationToken).ConfigureAwait(false);
            else await _window.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return batch.Build(_position.ToString(), _window.AtEnd && _window.Data.IsEmpty);
    }

    public void Dispose() => _window.Dispose();

    /// <summary>Takes rows until the batch is full or the file ends; false when the window must be filled first.</summary>
    private bool TakeRows(BatchBuilder batch)
    {
        while (!batch.IsFull)
        {
            var data = _window.Data;
            if (data.IsEmpty) return _window.AtEnd;
            if (!_framer.TryFrame(data, _window.AtEnd, _prologue.Layout.Names.Count, out var framed)) return false;
            var row = data[..framed.Length];
            var consumed = _dialect.Encoding.OriginalLength(data[..framed.Consumed]);
            var isRecord = !IsAside(row, framed, batch);
            if (isRecord) TakeRecord(row, framed, batch);
            _position = new(_position.Offset + consumed, _position.Records + (isRecord ? 1 : 0), _position.Line + framed.Lines);
            _window.Skip(framed.Consumed);
        }

        return true;
    }

    private void TakeRecord(ReadOnlySpan<byte> row, in FramedRow framed, BatchBuilder batch)
    {
        var place = new RowPlace(_position.Line, _position.Offset);
        var origin = new Origin(_source, _position.Records + 1, place.Line, place.Offset, _dialect.Encoding.OriginalLength(row));
        var jsonStart = batch.Json.Length;
        var failure = IsHeaderAgain(row) ? RepeatedHeaderFailure(place) : _decoder.Decode(row, framed, _framer.Scanner, place, batch.Json);
        _totals.Record(row, _decoder.Fields, place);
        var kept = framed.Problem == RowProblem.TooLong ? row[..Math.Min(row.Length, KeptOfLongRecord)] : row;
        batch.Add(origin, jsonStart, kept, failure);
    }

    /// <summary>Rows that are no records: blank ones, repeated headers, the trailer.</summary>
    private bool IsAside(ReadOnlySpan<byte> row, in FramedRow framed, BatchBuilder batch)
    {
        if (row.IsEmpty || (row[0] == (byte)' ' && !row.ContainsAnyExcept((byte)' ')))
        {
            batch.Increment("blankLines");
            return true;
        }

        if (row.Length == 1 && row[0] == EndOfFileMark && _window.AtEnd && framed.Consumed == _window.Data.Length)
        {
            batch.Increment("endOfFileMarks");
            return true;
        }

        if (_trailer is not null && row.StartsWith(_trailer))
        {
            _totals.Trailer(row, FieldsOf(row, framed), new(_position.Line, _position.Offset));
            return true;
        }

        if (_rules.RepeatedHeader != RepeatedHeader.Skip || !IsHeaderAgain(row)) return false;
        batch.Increment("repeatedHeaders");
        return true;
    }

    private FieldScanner FieldsOf(ReadOnlySpan<byte> row, in FramedRow framed)
    {
        if (framed.HasQuotes && framed.Problem == RowProblem.None) return _framer.Scanner;
        var fields = new FieldScanner(_dialect, _limits);
        fields.SplitPlain(row);
        return fields;
    }

    private bool IsHeaderAgain(ReadOnlySpan<byte> row) => _prologue.Header.Length > 0 && row.SequenceEqual(_prologue.Header);

    private static Failure RepeatedHeaderFailure(RowPlace place) => new()
    {
        Code = DelimitedErrors.RepeatedHeader,
        Message = $"Line {place.Line}: the header row is repeated.",
        Remedy = "Ask the sender whether two files were joined, or set 'repeatedHeader: skip'.",
        Expected = "a record",
        Found = "the header row",
        ByteOffset = place.Offset,
    };

    private void AnnounceHeader()
    {
        if (_prologue.ControlRecord is not { } row) return;
        _framer.TryFrame(row, true, 0, out var framed);
        _totals.Header(row, FieldsOf(row, framed), _prologue.ControlPlace);
    }

    /// <summary>A line that does not end within the bounds: its beginning is kept, the rest passed over, whatever its length.</summary>
    private async ValueTask TakeLongRecordAsync(BatchBuilder batch, CancellationToken cancellationToken)
    {
        var kept = _window.Data[..KeptOf(_window.Data)].ToArray();
        long length = 0;
        int rest, terminator;
        while (!LineEnds.TryFind(_window.Data, _dialect.LineEnding, _window.AtEnd, out rest, out terminator))
        {
            length += SkipPart();
            await _window.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        length += _dialect.Encoding.OriginalLength(_window.Data[..rest]);
        var end = _dialect.Encoding.OriginalLength(_window.Data.Slice(rest, terminator));
        _window.Skip(rest + terminator);
        AddLong(kept, length, batch);
        _position = new(_position.Offset + length + end, _position.Records + 1, _position.Line + 1);
    }

    private void AddLong(ReadOnlySpan<byte> kept, long length, BatchBuilder batch)
    {
        var place = new RowPlace(_position.Line, _position.Offset);
        var framed = new FramedRow(kept.Length, kept.Length, 1, false, RowProblem.TooLong);
        var jsonStart = batch.Json.Length;
        var failure = _decoder.Decode(kept, framed, _framer.Scanner, place, batch.Json);
        // What was cut cannot be told apart, even if by chance the columns fit.
        batch.Json.Length = jsonStart;
        _totals.Record(kept, null, place);
        var origin = new Origin(_source, _position.Records + 1, place.Line, place.Offset, (int)Math.Min(length, int.MaxValue));
        batch.Add(origin, jsonStart, kept, failure);
    }

    /// <summary>Passes over all but the last character, which may be half a line end.</summary>
    private int SkipPart()
    {
        var count = Boundary(_window.Data, _window.Data.Length - 1);
        var length = _dialect.Encoding.OriginalLength(_window.Data[..count]);
        _window.Skip(count);
        return length;
    }

    private int KeptOf(ReadOnlySpan<byte> data) => Boundary(data, Math.Min(data.Length - 1, KeptOfLongRecord));

    /// <summary>UTF-16 in framer form is cut between characters only, so that its bytes can be counted.</summary>
    private int Boundary(ReadOnlySpan<byte> data, int at)
    {
        if (!_dialect.Encoding.IsUtf16) return Math.Max(at, 0);
        while (at > 0 && (data[at] & 0xC0) == 0x80) at--;
        return Math.Max(at, 0);
    }
}
