using System.Globalization;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>What is written for a record, and whether its format can hold it.</summary>
internal static class RecordCheck
{
    /// <summary>The greatest block with a word of 31 bits that is held in memory.</summary>
    private const int MostExtended = 64 * 1024 * 1024;

    /// <summary>Bytes that a block may have that begins where a form says so, its word included.</summary>
    public static int MostInBlock(FrameOptions options, bool extended) => extended ? MostExtended : Math.Max(options.BlockLength, 0x7FFF);

    /// <summary>The record with what stands around its data; of lines and of Micro Focus' records everything up to the next one,
    /// when the form tells it.</summary>
    public static ReadOnlySpan<byte> Surround(FrameOptions options, ReadOnlySpan<byte> record, FrameForm form)
    {
        record = Own(options, record, form);
        var after = form.After is { } told ? told.Length : options.RecordEndBytes;
        if (options.RecordStartBytes + after == 0) return record;
        var all = new byte[options.RecordStartBytes + record.Length + after];
        form.Before?.Span.CopyTo(all);
        record.CopyTo(all.AsSpan(options.RecordStartBytes));
        form.After?.Span.CopyTo(all.AsSpan(options.RecordStartBytes + record.Length));
        return all;
    }

    /// <summary>Why a record cannot be written; null when it can.</summary>
    /// <param name="options">The format.</param>
    /// <param name="record">The record's own bytes.</param>
    /// <param name="form">How it stands in its file.</param>
    /// <param name="headSize">Bytes of the head of Micro Focus' records.</param>
    public static Failure? Problem(FrameOptions options, ReadOnlySpan<byte> record, FrameForm form, int headSize)
    {
        if (AroundProblem(options, form) is { } around) return around;
        record = Own(options, record, form);
        var length = record.Length + options.RecordStartBytes + options.RecordEndBytes;
        return options.Format switch
        {
            RecordFormat.Fixed when length != options.RecordLength => Unwritable($"{options.RecordLength} bytes", $"{length} bytes"),
            RecordFormat.Undefined when options.BlockWord is null && (length > options.RecordLength || length == 0) =>
                Unwritable($"1 to {options.RecordLength} bytes", $"{length} bytes"),
            RecordFormat.Variable when length > Greatest(options, form) =>
                Unwritable($"at most {Greatest(options, form)} bytes", $"{length} bytes"),
            RecordFormat.MicroFocus when headSize == 2 && length > 0xFFF => Unwritable("at most 4095 bytes", $"{length} bytes"),
            RecordFormat.Text => LineProblem(options, record),
            RecordFormat.Computed => ComputedProblem(options, Surround(options, record, form)),
            _ => length > options.MaxRecordBytes ? Unwritable($"at most {options.MaxRecordBytes} bytes", $"{length} bytes") : null,
        };
    }

    private static ReadOnlySpan<byte> Own(FrameOptions options, ReadOnlySpan<byte> record, FrameForm form)
    {
        if (form.Length is { } length) record = record[..Math.Min(length, record.Length)];
        return options is { Format: RecordFormat.Text, CutBlanks: true }
            ? record[..(record.LastIndexOfAnyExcept(options.Blank) + 1)]
            : record;
    }

    private static long Greatest(FrameOptions options, FrameForm form)
    {
        var block = form.StartsBlock ? MostInBlock(options, form.ExtendedBlock) : options.BlockLength;
        var most = options.BlockWord is null ? options.MaxRecordBytes : block - BlockWord.Size - options.RecordWord.Size;
        return Math.Min(options.RecordWord.Greatest, Math.Min(most, options.MaxRecordBytes));
    }

    private static Failure? AroundProblem(FrameOptions options, FrameForm form)
    {
        if (form.Before is { } before && before.Length != options.RecordStartBytes)
            return Unwritable($"{options.RecordStartBytes} bytes before the record", $"{before.Length} bytes");
        var padding = options.Format == RecordFormat.MicroFocus ? 3 : 0;
        return form.After is { } after && options.Format != RecordFormat.Text
            && (after.Length < options.RecordEndBytes || after.Length > options.RecordEndBytes + padding)
            ? Unwritable($"{options.RecordEndBytes} bytes after the record", $"{after.Length} bytes")
            : null;
    }

    private static Failure? LineProblem(FrameOptions options, ReadOnlySpan<byte> record)
    {
        var at = record.IndexOf(TextFramer.Mark(options.LineEnd));
        return at >= 0 ? Unwritable("no line end within a line", $"one at byte {at}") : null;
    }

    private static Failure? ComputedProblem(FrameOptions options, ReadOnlySpan<byte> record)
    {
        var rule = options.Length!;
        if (record.Length < rule.HeadBytes) return Unwritable($"at least {rule.HeadBytes} bytes", $"{record.Length} bytes");
        var length = rule.Length(record[..rule.HeadBytes], out var found);
        return length == record.Length
            ? null
            : Unwritable(
                $"{length?.ToString(CultureInfo.InvariantCulture) ?? rule.Expected} bytes, as the record itself says",
                $"{record.Length} bytes {found}".TrimEnd());
    }

    private static Failure Unwritable(string expected, string found) => new()
    {
        Code = FramingErrors.Unwritable,
        Message = $"{FramingErrors.Unwritable.Title} Expected {expected}, found {found}.",
        Remedy = "Correct the record, or check the record format.",
        Expected = expected,
        Found = found,
    };
}
