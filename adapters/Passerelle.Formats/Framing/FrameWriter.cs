using System.Buffers;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>Writes records the way <see cref="FrameReader"/> reads them. Call <see cref="Complete"/> at the end.</summary>
/// <remarks>Blocks are filled up to <see cref="FrameOptions.BlockLength"/>, as the mainframe fills them. Records with the
/// <see cref="Frame.Form"/> that they were read with, and the bytes aside between them, give the same file.</remarks>
public sealed class FrameWriter : IDisposable
{
    private readonly FrameOptions _options;
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _block = new(64 * 1024);
    private readonly byte[] _mark;
    private int _headSize;
    private bool _filled;
    private bool _begun;
    private bool _blocksByForm;
    private bool _extended;

    public FrameWriter(Stream output, FrameOptions options)
    {
        if (options.Problem() is { } problem) throw new ArgumentException($"{problem.Option}: {problem.Message}", nameof(options));
        (_options, _output, _mark) = (options, output, TextFramer.Mark(options.LineEnd));
        (_extended, _headSize) = (options.ExtendedBlocks, options.RecordWord.Size == 2 ? 2 : 4);
    }

    /// <summary>Bytes that a block may have, its word included.</summary>
    private int MostBytes => _blocksByForm ? RecordCheck.MostInBlock(_options, _extended) : _options.BlockLength;

    /// <summary>Writes bytes that are no record as they are: what stands before the first record or after the last, Micro Focus' file
    /// header or a deleted record. They end the current block.</summary>
    public void Aside(ReadOnlySpan<byte> bytes)
    {
        Flush();
        if (_options.Format == RecordFormat.MicroFocus && !_begun) _headSize = MicroFocusHeader.SizeOfHeads(bytes, _headSize);
        _begun |= bytes.Length > 0;
        _output.Write(bytes);
    }

    /// <summary>Whether a record can be written.</summary>
    /// <returns>Why not; null when it can.</returns>
    public Failure? Check(ReadOnlySpan<byte> record, FrameForm? form = null) =>
        RecordCheck.Problem(_options, record, form ?? FrameForm.Usual, _headSize);

    /// <summary>Writes one record.</summary>
    /// <param name="record">Its own bytes.</param>
    /// <param name="form">How it stood in its file; null for the way of the format.</param>
    /// <returns>Why it cannot be written; null when it was.</returns>
    public Failure? Write(ReadOnlySpan<byte> record, FrameForm? form = null)
    {
        form ??= FrameForm.Usual;
        if (RecordCheck.Problem(_options, record, form, _headSize) is { } failure) return failure;
        if (_options.Format == RecordFormat.MicroFocus && !_begun) Aside(MicroFocusHeader.New(_options));
        _begun = true;
        if (form.StartsBlock && _options.BlockWord is not null) StartBlock(form.ExtendedBlock);
        var all = RecordCheck.Surround(_options, record, form);
        switch (_options.Format)
        {
            case RecordFormat.Spanned:
                Span(all, form);
                break;
            case RecordFormat.Text:
                Put(all);
                if (form.After is null) Put(_mark);
                break;
            case RecordFormat.MicroFocus:
                MicroFocus(all, form);
                break;
            default:
                Plain(all);
                break;
        }

        return null;
    }

    /// <summary>Writes what is still held.</summary>
    public void Complete()
    {
        Flush();
        _output.Flush();
    }

    public void Dispose() => Flush();

    private void StartBlock(bool extended)
    {
        Flush();
        (_blocksByForm, _extended) = (true, extended);
    }

    private void Plain(ReadOnlySpan<byte> record)
    {
        var word = _options.Format == RecordFormat.Variable ? _options.RecordWord : null;
        var size = record.Length + (word?.Size ?? 0);
        if (_options.BlockWord is not null
            && (_options.Format == RecordFormat.Undefined || _block.WrittenCount + size > MostBytes - BlockWord.Size))
        {
            Flush();
        }

        if (word is not null)
        {
            word.Write(_block.GetSpan(word.Size), record.Length);
            _block.Advance(word.Size);
        }

        Put(record);
    }

    private void Span(ReadOnlySpan<byte> record, FrameForm form)
    {
        // Segments of another length belong to the record before it was changed.
        if (form.Pieces is { } pieces && pieces.Sum(block => block.Sum(length => (long)length)) == record.Length) Pieces(record, pieces);
        else SpanAsRoomAllows(record);
    }

    private void Pieces(ReadOnlySpan<byte> record, IReadOnlyList<IReadOnlyList<int>> blocks)
    {
        var (number, last) = (0, blocks.Sum(block => block.Count) - 1);
        for (var block = 0; block < blocks.Count; block++)
        {
            if (block > 0) Flush();
            foreach (var length in blocks[block])
            {
                Piece(record[..length], number == 0, number == last);
                record = record[length..];
                number++;
            }
        }
    }

    private void SpanAsRoomAllows(ReadOnlySpan<byte> record)
    {
        var first = true;
        while (true)
        {
            var room = (_options.BlockWord is null
                ? Math.Min(_options.BlockLength, 32_756)
                : MostBytes - BlockWord.Size - _block.WrittenCount) - 4;
            if (room < 1 && _options.BlockWord is not null && (_block.WrittenCount > 0))
            {
                Flush();
                continue;
            }

            var piece = record[..Math.Min(record.Length, Math.Clamp(room, 1, (int)_options.RecordWord.Greatest))];
            var last = piece.Length == record.Length;
            Piece(piece, first, last);
            if (last) return;
            record = record[piece.Length..];
            first = false;
        }
    }

    private void Piece(ReadOnlySpan<byte> piece, bool first, bool last)
    {
        var word = _block.GetSpan(4);
        _options.RecordWord.Write(word, piece.Length);
        word[2] = (byte)(first ? last ? SegmentPart.Only : SegmentPart.First : last ? SegmentPart.Last : SegmentPart.Middle);
        _block.Advance(4);
        Put(piece);
    }

    /// <param name="all">The record's bytes and, when its form tells what is after them, that too.</param>
    /// <param name="form">Its form.</param>
    private void MicroFocus(ReadOnlySpan<byte> all, FrameForm form)
    {
        var padding = form.After is { } after ? after.Length - _options.RecordEndBytes : -1;
        var length = all.Length - Math.Max(padding, 0);
        MicroFocusHeader.WriteHead(_block.GetSpan(_headSize), _headSize, form.Type == 0 ? 4 : form.Type, length);
        _block.Advance(_headSize);
        Put(all);
        if (padding < 0) Put("\0\0\0"u8[..(-(_headSize + length) & 3)]);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _block.Write(bytes);
        _filled = true;
        if (_options.BlockWord is null && _block.WrittenCount >= 64 * 1024) Flush();
    }

    private void Flush()
    {
        if (!_filled) return;
        if (_options.BlockWord is { } form)
        {
            Span<byte> word = stackalloc byte[BlockWord.Size];
            BlockWord.Write(word, form, _block.WrittenCount, _extended);
            _output.Write(word);
        }

        _output.Write(_block.WrittenSpan);
        _block.ResetWrittenCount();
        _filled = false;
    }
}
