using System.Globalization;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Delimited;

/// <summary>Reconciles a pass over a file with what its header and trailer records announce.</summary>
internal sealed class ControlTotals(DelimitedRules rules, TextEncoding encoding, ColumnLayout layout)
{
    private readonly Tally _header = new("header", rules.HeaderRecord, layout);
    private readonly Tally _trailer = new("trailer", rules.TrailerRecord, layout);
    private Failure? _structure;
    private bool _sawTrailer;

    public bool NeedsFields { get; } = rules.HeaderRecord?.SumField is not null || rules.TrailerRecord?.SumField is not null;

    public void Header(ReadOnlySpan<byte> row, FieldScanner fields, RowPlace place) =>
        _structure ??= _header.Announce(row, fields, encoding, place);

    public void Trailer(ReadOnlySpan<byte> row, FieldScanner fields, RowPlace place)
    {
        if (_sawTrailer) _structure ??= AfterTrailer(place);
        _sawTrailer = true;
        _structure ??= _trailer.Announce(row, fields, encoding, place);
    }

    /// <summary>Counts one data record.</summary>
    /// <param name="row">Its bytes.</param>
    /// <param name="fields">Null when they cannot be told apart.</param>
    /// <param name="place">Where it stands.</param>
    public void Record(ReadOnlySpan<byte> row, FieldScanner? fields, RowPlace place)
    {
        if (_sawTrailer) _structure ??= AfterTrailer(place);
        _header.Add(row, fields);
        _trailer.Add(row, fields);
    }

    /// <summary>The first thing that does not reconcile; null when all does.</summary>
    public Failure? Reconcile(long records)
    {
        if (_structure is not null) return _structure;
        if (rules.TrailerRecord is { } trailer && !_sawTrailer)
        {
            return new()
            {
                Code = DelimitedErrors.MissingControlRecord,
                Message = $"The trailer record is missing: no row begins with '{trailer.StartsWith}'.",
                Remedy = "The file may be cut: ask the sender for a complete one, or fix 'trailerRecord.startsWith'.",
                Expected = $"a row that begins with '{trailer.StartsWith}'",
                Found = "the end of the file",
            };
        }

        return _header.Reconcile(records) ?? _trailer.Reconcile(records);
    }

    private static Failure AfterTrailer(RowPlace place) => new()
    {
        Code = DelimitedErrors.RowsAfterTrailer,
        Message = $"Line {place.Line}: a row follows the trailer record.",
        Remedy = "Ask the sender whether two files were joined; if data rows may begin like the trailer, "
            + "make 'trailerRecord.startsWith' longer.",
        Expected = "the end of the file",
        Found = "a row",
        ByteOffset = place.Offset,
    };

    private sealed class Tally(string role, ControlRecordRule? rule, ColumnLayout layout)
    {
        private readonly int _column = rule?.SumField is { } field ? layout.Names.ToList().IndexOf(field) : -1;
        private ExactSum _sum;
        private ExactSum _announced;
        private long _count = -1;
        private long _unreadable;

        public Failure? Announce(ReadOnlySpan<byte> row, FieldScanner fields, TextEncoding encoding, RowPlace place)
        {
            if (rule!.CountColumn > 0)
            {
                var text = encoding.Decode(Field(row, fields, rule.CountColumn)).Trim();
                if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _count))
                    return Unreadable("count", rule.CountColumn, text, place);
            }

            if (rule.SumColumn > 0)
            {
                var text = Field(row, fields, rule.SumColumn);
                if (text.IsEmpty || !_announced.TryAdd(text, rule.DecimalMark))
                    return Unreadable("sum", rule.SumColumn, encoding.Decode(text), place);
            }

            return null;
        }

        public void Add(ReadOnlySpan<byte> row, FieldScanner? fields)
        {
            if (rule is null || rule.SumColumn == 0) return;
            var known = fields is not null
                && _column >= 0 && fields.Count == layout.Names.Count && fields.Fields[_column].Form == FieldForm.Plain;
            if (!known || !_sum.TryAdd(Field(row, fields!, _column + 1), rule.DecimalMark)) _unreadable++;
        }

        public Failure? Reconcile(long records)
        {
            if (rule?.CountColumn > 0 && _count != records) return CountMismatch(records);
            if (rule is null || rule.SumColumn == 0 || (_unreadable == 0 && _sum.Equals(_announced))) return null;
            return SumMismatch();
        }

        private Failure CountMismatch(long records) => new()
        {
            Code = DelimitedErrors.CountMismatch,
            Message = $"The {role} record announces {_count} records, the file holds {records}.",
            Remedy = "Ask the sender for a complete file, or accept this delivery as it is.",
            Expected = _count.ToString(CultureInfo.InvariantCulture),
            Found = records.ToString(CultureInfo.InvariantCulture),
        };

        private Failure SumMismatch() => new()
        {
            Code = DelimitedErrors.SumMismatch,
            Message = $"The {role} record announces a sum of {_announced} for '{rule!.SumField}', the file holds {_sum}"
                + (_unreadable == 0 ? "." : $"; in {_unreadable} records the amount cannot be read."),
            Remedy = "Ask the sender for a complete file, or accept this delivery as it is.",
            Field = rule.SumField,
            Expected = _announced.ToString(),
            Found = _sum.ToString(),
        };

        private Failure Unreadable(string what, int column, string found, RowPlace place) => new()
        {
            Code = DelimitedErrors.UnreadableControlRecord,
            Message = $"Line {place.Line}: column {column} of the {role} record holds no {what}: '{found}'.",
            Remedy = $"Check '{role}Record.{what}' against the sender's file description.",
            Expected = "a number",
            Found = found,
            ByteOffset = place.Offset,
        };

        private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> row, FieldScanner fields, int column)
        {
            if (column > fields.Fields.Length) return default;
            var field = fields.Fields[column - 1];
            return row.Slice(field.Start, field.Length);
        }
    }
}
