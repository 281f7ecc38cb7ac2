using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Mapping.Converters;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>Reads a stamp's text; false when it is none.</summary>
internal delegate bool StampReader(ReadOnlySpan<char> text, out long stamp);

/// <summary>One number that a record is marked with: when it was true, or which of two is newer.</summary>
internal sealed record RecordStamp(string Name, Expression Source, StampReader Read, bool Lenient)
{
    private readonly string _policy = $"nullWhenInvalid:{Name}";

    /// <summary>UTC ticks of an ISO 8601 date or date with time; without an offset, UTC is meant.</summary>
    public static bool ReadTime(ReadOnlySpan<char> text, out long ticks)
    {
        var read = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && text.Length >= 10 && text[4] == '-' && text[7] == '-';
        ticks = read ? time.UtcTicks : 0;
        return read;
    }

    /// <summary>A whole number, or the ticks of a time.</summary>
    public static bool ReadOrder(ReadOnlySpan<char> text, out long order) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out order) || ReadTime(text, out order);

    /// <summary>Null when the record does not say it and need not; failures go to the run.</summary>
    public long? Evaluate(MapRun run)
    {
        var cell = run.RentCell();
        try
        {
            var fault = Source.Evaluate(run, cell);
            if (fault is null && Read(cell.Text, out var stamp)) return stamp;
            if (Lenient) run.Counters?.Count(_policy);
            else run.Failures.Add(Failure(fault?.Found ?? (cell.IsBlank ? null : ConverterCatalogue.Short(cell.Text))));
            return null;
        }
        finally
        {
            run.Return(cell);
        }
    }

    private Failure Failure(string? found)
    {
        var expected = Name == "orderBy" ? "a whole number or an ISO 8601 time" : "an ISO 8601 time";
        return new Failure
        {
            Code = MappingCodes.Stamp,
            Field = Name,
            Expected = expected,
            Found = found,
            Message = $"{Name}: expected {expected}, found {(found is null ? "nothing" : $"'{found}'")}",
            Remedy = $"correct the record at its source, or convert the value in the flow's `{Name}`, as `{{ from: changedAt, convert: [{{ dateTime: {{ pattern: yyyyMMddHHmmss }} }}] }}`",
        };
    }
}
