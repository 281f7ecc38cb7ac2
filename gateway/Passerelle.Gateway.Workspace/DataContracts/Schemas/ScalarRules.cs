using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>The keywords of strings and numbers.</summary>
internal static class ScalarRules
{
    private const int StackChars = 256;

    public static bool Text(SchemaNode node, in Utf8JsonReader reader, ViolationList? list)
    {
        if (!reader.ValueIsEscaped && IsPlain(node, reader.ValueSpan)) return true;
        var size = reader.ValueSpan.Length;
        var rented = size > StackChars ? ArrayPool<char>.Shared.Rent(size) : null;
        var buffer = rented ?? stackalloc char[StackChars];
        try
        {
            var text = buffer[..reader.CopyString(buffer)];
            return Length(node, text, list) & Pattern(node, text, list) & Format(node, text, list);
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>The short way for the commonest rules: digits of a fixed count, or only a length that holds in bytes already.</summary>
    private static bool IsPlain(SchemaNode node, ReadOnlySpan<byte> utf8)
    {
        if (node.Format is not null) return false;
        if (node.Pattern is not null && !IsExactDigits(node, utf8)) return false;
        return utf8.Length <= node.MaxLength && (node.MinLength == 0 || utf8.Length >= 4L * node.MinLength || CodePoints(utf8) >= node.MinLength);
    }

    private static bool IsExactDigits(SchemaNode node, ReadOnlySpan<byte> utf8) =>
        node.ExactDigits > 0 && node.ExactDigits == utf8.Length && !utf8.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
            if ((b & 0xC0) != 0x80) count++;
        return count;
    }

    private static bool Length(SchemaNode node, ReadOnlySpan<char> text, ViolationList? list)
    {
        var length = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c)) length--;
        if (length >= node.MinLength && length <= node.MaxLength) return true;
        list?.Add(
            ValidationCodes.Length,
            length < node.MinLength ? $"at least {node.MinLength} characters" : $"at most {node.MaxLength} characters",
            $"{length}: '{text}'",
            length < node.MinLength
                ? "correct the value at its source, or lower `minLength` in the contract"
                : "cut it with the converter `substring`, or raise `maxLength` in the contract");
        return false;
    }

    private static bool Pattern(SchemaNode node, ReadOnlySpan<char> text, ViolationList? list)
    {
        if (node.Pattern is null || node.Pattern.IsMatch(text)) return true;
        list?.Add(ValidationCodes.Pattern, $"text that matches {node.PatternText}", $"'{text}'", "correct the value at its source, add a converter, or change `pattern` in the contract");
        return false;
    }

    private static bool Format(SchemaNode node, ReadOnlySpan<char> text, ViolationList? list)
    {
        if (node.Format is null || SchemaFormats.IsValid(node.Format, text)) return true;
        list?.Add(ValidationCodes.Format, $"the format {node.Format}", $"'{text}'", "convert it in the flow's mapping (converters `date`, `time`, `dateTime`), or change `format` in the contract");
        return false;
    }

    public static bool Number(SchemaNode node, in Utf8JsonReader reader, ViolationList? list)
    {
        if (!ExactNumber.TryDecimal(in reader, out var value))
        {
            list?.Add(ValidationCodes.Inexact, "at most 28 digits", Raw(in reader), "carry it as text in the contract");
            return false;
        }

        return Bound(node.Minimum, value, value >= node.Minimum, "at least", list)
            & Bound(node.Maximum, value, value <= node.Maximum, "at most", list)
            & Bound(node.ExclusiveMinimum, value, value > node.ExclusiveMinimum, "more than", list)
            & Bound(node.ExclusiveMaximum, value, value < node.ExclusiveMaximum, "less than", list)
            & Step(node.MultipleOf, value, list);
    }

    private static bool Bound(decimal? bound, decimal value, bool holds, string words, ViolationList? list)
    {
        if (bound is not { } limit || holds) return true;
        list?.Add(ValidationCodes.Bounds, $"{words} {Show(limit)}", Show(value), "correct the value at its source, or change the bounds in the contract");
        return false;
    }

    private static bool Step(decimal? step, decimal value, ViolationList? list)
    {
        if (step is not { } size || value % size == 0) return true;
        list?.Add(ValidationCodes.MultipleOf, $"a multiple of {Show(size)}", Show(value), "correct the value at its source, or change `multipleOf` in the contract");
        return false;
    }

    private static string Raw(in Utf8JsonReader reader) => System.Text.Encoding.UTF8.GetString(reader.ValueSpan);

    private static string Show(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
