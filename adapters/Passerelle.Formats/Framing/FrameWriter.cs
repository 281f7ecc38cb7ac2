using System.Buffers;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>Writes records the way <see cref="FrameReader"/> reads them. Call <see cref="Complete"/> at the end.</summary>
/// <remarks>Blocks are filled up to <see cref="FrameOptions.BlockLength"/>, as the mainframe fills them; where the original
/// was blocked otherwise, <see cref="StartBlock"/> before each record with <see cref="Frame.StartsBlock"/> gives the same bytes.</remarks>
public sealed class FrameWriter : IDisposable
{
    private readonly FrameOptions _options;
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _block = new(64 * 1024);
    private readonly byte[] _mark;
    private bool _filled;

    public FrameWriter(Stream output, FrameOptions options)
    {
        if (options.Problem() is { } problem) throw new ArgumentException($"{problem.Option}: {problem.Message}", nameof(options));
        (_options, _output, _mark) = (options, output, TextFramer.Mark(options.LineEnd));
    }

    /// <summary>Writes bytes that stand before the first record: offsets, or Micro Focus' file header.</summary>
    public void Header(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>Ends the current block.</summary>
    public void StartBlock() => Flush();

    /// <summary>Writes one record.</summary>
    /// <param name="record">Its own bytes.</param>
    /// <param name="withoutEnd">The last line of a file that does not end with a line end.</param>
    /// <returns>Why it cannot be written; null when it was.</returns>
    public Failure? Write(ReadOnlySpan<byte> record, bool withoutEnd = false)
    {
        if (_options.RecordStartBytes + _options.RecordEndBytes > 0) return WriteSurrounded(record, withoutEnd);
        return WriteInner(record, withoutEnd);
    }

    /// <summary>Writes what is still held.</summary>
    public void Complete()
    {
        Flush();
        _output.Flush();
    }

    public void Dispose() => Flush();

    private Failure? WriteSurrounded(ReadOnlySpan<byte> record, bool withoutEnd)
    {
        var all = new byte[_options.RecordStartBytes + record.Length + _options.RecordEndBytes];
        record.CopyTo(all.AsSpan(_options.RecordStartBytes));
        return WriteInner(all, withoutEnd);
    }

    private Failure? WriteInner(ReadOnlySpan<byte> record, bool withoutEnd)
    {
        if (Refuse(record) is { } failure) return failure;
        switch (_options.Format)
        {
            case RecordFormat.Spanned:
                Span(record);
                break;
            case RecordFormat.Text:
                Line(record, withoutEnd);
                break;
            case RecordFormat.MicroFocus:
                MicroFocus(record);
                break;
            default:
                Plain(record);
                break;
        }

        return null;
    }

    private Failure? Refuse(ReadOnlySpan<byte> record) => _options.Format switch
    {
        RecordFormat.Fixed when record.Length != _options.RecordLength => Unwritable($"{_options.RecordLength} bytes", $"{record.Length} bytes"),
        RecordFormat.Undefined when _options.BlockWord is null && (record.Length > _options.RecordLength || record.IsEmpty) => Unwritable($"1 to {_options.RecordLength} bytes", $"{record.Length} bytes"),
        RecordFormat.Variable when record.Length > Greatest => Unwritable($"at most {Greatest} bytes", $"{record.Length} bytes"),
        RecordFormat.Text when record.IndexOf(_mark) >= 0 => Unwritable("no line end within a line", $"one at byte {record.IndexOf(_mark)}"),
        RecordFormat.Computed => RefuseComputed(record),
        _ => record.Length > _options.MaxRecordBytes ? Unwritable($"at most {_options.MaxRecordBytes} bytes", $"{record.Length} bytes") : null,
    };

    private long Greatest => _options.BlockWord is null
        ? Math.Min(_options.RecordWord.Greatest, _options.MaxRecordBytes)
        : Math.Min(_options.RecordWord.Greatest, _options.BlockLength - BlockWord.Size - _options.RecordWord.Size);

    private Failure? RefuseComputed(ReadOnlySpan<byte> record)
    {
        var rule = _options.Length!;
        if (record.Length < rule.HeadBytes) return Unwritable($"at least {rule.HeadBytes} bytes", $"{record.Length} bytes");
        var length = rule.Length(record[..rule.HeadBytes], out var found);
        return length == record.Length ? null : Unwritable($"{length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? rule.Expected} bytes, as the record itself says", $"{record.Length} bytes {found}".TrimEnd());
    }

    private static Failure Unwritable(string expected, string found) => new()
    {
        Code = FramingErrors.Unwritable,
        Message = $"{FramingErrors.Unwritable.Title} Expected {expected}, found {found}.",
        Remedy = "Correct the record, or check the record format.",
        Expected = expected,
        Found = found,
    };

    private void Plain(ReadOnlySpan<byte> record)
    {
        var word = _options.Format == RecordFormat.Variable ? _options.RecordWord : null;
        var size = record.Length + (word?.Size ?? 0);
        if (_options.BlockWord is not null && (_options.Format == RecordFormat.Undefined || _block.WrittenCount + size > _options.BlockLength - BlockWord.Size)) Flush();
        if (word is not null)
        {
            word.Write(_block.GetSpan(word.Size), record.Length);
            _block.Advance(word.Size);
        }

        Put(record);
    }

    private void Span(ReadOnlySpan<byte> record)
    {
        var first = true;
        while (true)
        {
            var room = (_options.BlockWord is null ? Math.Min(_options.BlockLength, 32_756) : _options.BlockLength - BlockWord.Size - _block.WrittenCount) - 4;
            if (room < 1 && _options.BlockWord is not null && (_block.WrittenCount > 0))
            {
                Flush();
                continue;
            }

            var piece = record[..Math.Min(record.Length, Math.Max(room, 1))];
            var last = piece.Length == record.Length;
            var word = _block.GetSpan(4);
            _options.RecordWord.Write(word, piece.Length);
            word[2] = (byte)(first ? last ? SegmentPart.Only : SegmentPart.First : last ? SegmentPart.Last : SegmentPart.Middle);
            _block.Advance(4);
            Put(piece);
            if (last) return;
            record = record[piece.Length..];
            first = false;
        }
    }

    private void Line(ReadOnlySpan<byte> record, bool withoutEnd)
    {
        if (_options.CutBlanks) record = record[..(record.LastIndexOfAnyExcept(_options.Blank) + 1)];
        Put(record);
        if (!withoutEnd) Put(_mark);
    }

    private void MicroFocus(ReadOnlySpan<byte> record)
    {
        var head = _block.GetSpan(8);
        var size = _options.RecordWord.Size == 2 ? 2 : 4;
        if (size == 2) System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)(0x4000 | record.Length));
        else System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(head, 0x4000_0000 | (uint)record.Length);
        _block.Advance(size);
        Put(record);
        Put("\0\0\0"u8[..(-(size + record.Length) & 3)]);
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
            BlockWord.Write(word, form, _block.WrittenCount, _options.ExtendedBlocks);
            _output.Write(word);
        }

        _output.Write(_block.WrittenSpan);
        _block.ResetWrittenCount();
        _filled = false;
    }
}
