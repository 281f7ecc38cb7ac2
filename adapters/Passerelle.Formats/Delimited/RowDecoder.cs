using System.Buffers;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Delimited;

/// <summary>Checks one framed row and writes it as a JSON object of texts.</summary>
internal sealed class RowDecoder(Dialect dialect, DelimitedLimits limits, ColumnLayout layout)
{
    private readonly FieldScanner _split = new(dialect, limits);
    private readonly TextEncoding _encoding = dialect.Encoding;
    private readonly SearchValues<byte> _notPlain = JsonText.NotPlain(dialect.Encoding);
    private readonly FieldFailures _failures = new(dialect, limits, layout);
    private readonly byte _quote = dialect.Quote ?? 0;
    private readonly byte _escape = dialect.Escape ?? dialect.Quote ?? 0;

    /// <summary>The fields of the row that was decoded last.</summary>
    public FieldScanner Fields { get; private set; } = new(dialect, limits);

    /// <summary>Appends the record to <paramref name="json"/>, or nothing when its fields cannot be told apart.</summary>
    /// <param name="row">The row's bytes without terminator, in framer form.</param>
    /// <param name="framed">How it was framed.</param>
    /// <param name="scanned">The framer's fields, for rows with quotes.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="json">The output.</param>
    public Failure? Decode(ReadOnlySpan<byte> row, in FramedRow framed, FieldScanner scanned, RowPlace place, RecordBuffer json)
    {
        Split(row, framed, scanned);
        if (framed.Problem != RowProblem.None)
        {
            if (Fields.Count == layout.Names.Count) WriteSound(row, json);
            return _failures.OfProblem(row, framed, Fields, place);
        }

        if (Fields.Count != layout.Names.Count) return _failures.Ragged(row, Fields.Count, place);

        var special = IndexOfSpecial(row);
        var failure = Check(row, special, place);
        if (failure is not null) WriteSound(row, json);
        else if (special < 0 && !framed.HasQuotes) WritePlain(row, json);
        else Write(row, json);
        return failure;
    }

    private void Split(ReadOnlySpan<byte> row, in FramedRow framed, FieldScanner scanned)
    {
        Fields = _split;
        if (framed.Problem == RowProblem.None && framed.HasQuotes) Fields = scanned;
        else if (!framed.HasQuotes) _split.SplitPlain(row);
        else _split.SplitLiteral(row);
    }

    private int IndexOfSpecial(ReadOnlySpan<byte> row)
    {
        if (dialect.Delimiter != (byte)'\t') return row.IndexOfAny(_notPlain);
        // The delimiter itself is a control character here; look between its occurrences only.
        foreach (var field in Fields.Fields)
        {
            var at = row.Slice(field.Start, field.Length).IndexOfAny(_notPlain);
            if (at >= 0) return field.Start + at;
        }

        return -1;
    }

    private Failure? Check(ReadOnlySpan<byte> row, int special, RowPlace place)
    {
        var invalid = !_encoding.IsSingleByte || special >= 0 ? _encoding.FirstInvalid(row) : -1;
        if (invalid >= 0) return _failures.Invalid(row, invalid, Fields, place);
        if (special >= 0 && row.IndexOf((byte)0) is var nul and >= 0) return _failures.Nul(row, nul, Fields, place);
        if (row.Length <= limits.MaxFieldBytes) return null;
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields.Fields[i].Length > limits.MaxFieldBytes) return _failures.TooLong(row, Fields.Fields[i], i, place);
        }

        return null;
    }

    private void WritePlain(ReadOnlySpan<byte> row, RecordBuffer json)
    {
        json.Reserve(layout.Overhead + row.Length);
        var start = json.Length;
        var prefixes = layout.Prefixes;
        var fields = Fields.Fields;
        for (var i = 0; i < prefixes.Length; i++)
        {
            if (prefixes[i] is not { } prefix) continue;
            json.WriteReserved(prefix);
            json.WriteReserved(row.Slice(fields[i].Start, fields[i].Length));
            json.WriteReserved((byte)'"');
        }

        Finish(start, json);
    }

    private void Write(ReadOnlySpan<byte> row, RecordBuffer json)
    {
        json.Reserve(layout.Overhead + (row.Length * JsonText.MaxExpansion));
        var start = json.Length;
        for (var i = 0; i < layout.Prefixes.Length; i++) WriteField(row, i, json);
        Finish(start, json);
    }

    /// <summary>Beside a failure: leaves out every field whose value cannot be trusted, so that no wrong key is read.</summary>
    private void WriteSound(ReadOnlySpan<byte> row, RecordBuffer json)
    {
        json.Reserve(layout.Overhead + (row.Length * JsonText.MaxExpansion));
        var start = json.Length;
        for (var i = 0; i < layout.Prefixes.Length; i++)
        {
            var field = Fields.Fields[i];
            var text = row.Slice(field.Start, field.Length);
            var sound = field.Form != FieldForm.Broken && text.Length <= limits.MaxFieldBytes
                && !text.Contains((byte)0) && _encoding.FirstInvalid(text) < 0;
            if (sound) WriteField(row, i, json);
        }

        Finish(start, json);
    }

    private void WriteField(ReadOnlySpan<byte> row, int index, RecordBuffer json)
    {
        if (layout.Prefixes[index] is not { } prefix) return;
        var field = Fields.Fields[index];
        var text = row.Slice(field.Start, field.Length);
        json.WriteReserved(prefix);
        if (field.Form == FieldForm.Escaped) JsonText.WriteUnescaped(text, _quote, _escape, _encoding, json);
        else JsonText.Write(text, _encoding, json);
        json.WriteReserved((byte)'"');
    }

    private void Finish(int start, RecordBuffer json)
    {
        json.WriteReserved(layout.NullFields);
        // Every member begins with a comma; the first one becomes the brace.
        if (json.Length == start) json.WriteReserved((byte)'{');
        else json.Set(start, (byte)'{');
        json.WriteReserved((byte)'}');
    }
}
