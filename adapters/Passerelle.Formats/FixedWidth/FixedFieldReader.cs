using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.FixedWidth;

/// <summary>Writes one field of a fixed-width record as JSON. Columns beyond the end of a line are blank.</summary>
internal sealed class FixedFieldReader(CodePage page)
{
    private const int MostDigits = 38;
    private const string Positive = "{ABCDEFGHI";
    private const string Negative = "}JKLMNOPQR";

    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> record, FixedField field)
    {
        var start = Math.Min(field.Start - 1, record.Length);
        return record.Slice(start, Math.Min(field.Length, record.Length - start));
    }

    public Failure? Read(ReadOnlySpan<byte> record, long offset, FixedField field, JsonSink sink)
    {
        var bytes = Bytes(record, field);
        if (field.Type == FixedType.Text) return Text(bytes, offset, field, sink);
        var trimmed = bytes.Trim(page.Space);
        if (trimmed.IsEmpty)
        {
            sink.Bytes("null"u8);
            return null;
        }

        if (field.Type == FixedType.Date) return Date(bytes, offset, field, sink);
        var scale = field.Type == FixedType.Integer ? 0 : field.ScaleAt == 0 ? field.Scale : Digit(record, field.ScaleAt);
        return scale >= 0 && TryNumber(trimmed, field.Type, scale, sink)
            ? null
            : Malformed(FixedWidthErrors.Number, bytes, offset, field,
                scale < 0 ? $"a digit with the number of decimals in column {field.ScaleAt}" : field.Form);
    }

    private Failure? Text(ReadOnlySpan<byte> bytes, long offset, FixedField field, JsonSink sink)
    {
        if (field.Trim is TrimPolicy.Left or TrimPolicy.Both) bytes = bytes.TrimStart(page.Space);
        if (field.Trim is TrimPolicy.Right or TrimPolicy.Both) bytes = bytes.TrimEnd(page.Space);
        sink.Byte((byte)'"');
        foreach (var b in bytes)
        {
            if (page.Characters[b] == '\uFFFD')
                return Malformed(FixedWidthErrors.Character, bytes, offset, field, $"characters of {page.Name}");
            var packed = page.Json[b];
            for (var left = (int)(packed >> 56); left > 0; left--, packed >>= 8) sink.Byte((byte)packed);
        }

        sink.Byte((byte)'"');
        return null;
    }

    private Failure? Date(ReadOnlySpan<byte> bytes, long offset, FixedField field, JsonSink sink)
    {
        Span<char> text = stackalloc char[Math.Min(bytes.Length, 64)];
        for (var i = 0; i < text.Length; i++) text[i] = page.Characters[bytes[i]];
        if (!text.ContainsAnyExcept('0'))
        {
            sink.Bytes("null"u8);
            return null;
        }

        if (!DateCheck.IsDate(text, field.Pattern))
            return Malformed(FixedWidthErrors.Date, bytes, offset, field, $"a date {field.Pattern}");
        sink.Byte((byte)'"');
        foreach (var c in text) sink.Byte((byte)c);
        sink.Byte((byte)'"');
        return null;
    }

    private int Digit(ReadOnlySpan<byte> record, int column)
    {
        if (column > record.Length) return -1;
        var c = page.Characters[record[column - 1]];
        return char.IsAsciiDigit(c) ? c - '0' : -1;
    }

    private bool TryNumber(ReadOnlySpan<byte> bytes, FixedType type, int scale, JsonSink sink)
    {
        var (magnitude, digits, negative, fraction) = (UInt128.Zero, 0, false, -1);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = page.Characters[bytes[i]];
            if (i == 0 && c is '-' or '+' && type != FixedType.Overpunch) negative = c == '-';
            else if (c is '.' or ',' && type == FixedType.Decimal && fraction < 0) fraction = 0;
            else
            {
                if (!TryDigit(c, type == FixedType.Overpunch && i == bytes.Length - 1, ref negative, out var digit)
                    || ++digits > MostDigits)
                {
                    return false;
                }

                magnitude = (magnitude * 10) + (UInt128)digit;
                if (fraction >= 0) fraction++;
            }
        }

        if (digits == 0) return false;
        sink.Number(negative, magnitude, fraction >= 0 ? fraction : scale, digits > 28);
        return true;
    }

    private static bool TryDigit(char c, bool signed, ref bool negative, out int digit)
    {
        digit = c - '0';
        if (char.IsAsciiDigit(c)) return true;
        if (!signed) return false;
        digit = Positive.IndexOf(c);
        if (digit >= 0) return true;
        negative = true;
        digit = Negative.IndexOf(c);
        return digit >= 0;
    }

    private static Failure Malformed(ErrorCode code, ReadOnlySpan<byte> bytes, long offset, FixedField field, string expected)
    {
        var (found, place) = (Convert.ToHexString(bytes[..Math.Min(bytes.Length, 100)]), offset + field.Start - 1);
        return new()
        {
            Code = code,
            Message = $"{code.Title} {field.Name} at byte {place}: expected {expected}, found {found}.",
            Remedy = "Correct the record, or fix this field's columns and type.",
            Field = field.Name,
            Expected = expected,
            Found = found,
            ByteOffset = place,
        };
    }
}
