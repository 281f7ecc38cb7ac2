using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>A compiled mapping.</summary>
internal class RecordMapper(MappingPlan plan) : IRecordMapper
{
    private static readonly Failure NotARecord = new()
    {
        Code = MappingCodes.Record,
        Message = "the record is not a JSON object",
        Remedy = "correct the source: a mapping needs named fields",
    };

    protected MappingPlan Plan { get; } = plan;

    public string Version => Plan.Version;

    public IReadOnlySet<string>? NeededFields => Plan.NeededFields;

    /// <inheritdoc/>
    public MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters)
    {
        var run = MapRun.Current;
        if (!run.Begin(record, Plan.Index, counters)) return new MapResult(MapDecision.Failed, NotARecord);
        if (Plan.SkipWhen?.Holds(run) == true) return new MapResult(MapDecision.Skip, null);
        var asOf = Plan.AsOf?.Evaluate(run) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset?)null;
        var order = Plan.Order?.Evaluate(run);
        return Decide(run, output) with { AsOf = asOf, Order = order };
    }

    private MapResult Decide(MapRun run, IBufferWriter<byte> output)
    {
        var delete = Plan.DeleteWhen?.Holds(run) == true;
        if (!delete) ObjectPlan.WriteFields(run, Plan.Fields);
        if (run.IsSkipped) return new MapResult(MapDecision.Skip, null);
        if (run.Failures.Count > 0) return new MapResult(MapDecision.Failed, Join(run.Failures));
        if (delete) return new MapResult(MapDecision.Delete, null);
        run.Writer.Flush();
        var value = run.Buffer.WrittenSpan;
        if (Validate(value) is { } failure) return new MapResult(MapDecision.Failed, failure);
        output.Write(value);
        return new MapResult(MapDecision.Value, null);
    }

    protected virtual Failure? Validate(ReadOnlySpan<byte> value) => Plan.Validator.Validate(value);

    /// <inheritdoc/>
    public Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output)
    {
        var run = MapRun.Current;
        if (!run.Begin(record, Plan.KeyIndex, null)) return NotARecord;
        var cell = run.RentCell();
        try
        {
            return WriteKey(run, cell) ?? Copy(run.Buffer, output);
        }
        finally
        {
            run.Return(cell);
        }
    }

    private Failure? WriteKey(MapRun run, Cell cell)
    {
        var key = Plan.Key;
        Span<byte> utf8 = stackalloc byte[CanonicalKey.MaxBytes * 3];
        for (var i = 0; i < key.Length; i++)
        {
            if (i > 0) run.Buffer.Write([CanonicalKey.Joint]);
            var fault = key[i].Source.Evaluate(run, cell);
            if (fault is not null) return key[i].Failure(fault.Code, fault.Expected, fault.Found);
            if (cell.IsBlank) return key[i].Failure(MappingCodes.KeyMissing, "a key", null);
            if (cell.Text.Length > CanonicalKey.MaxBytes) return key[i].Failure(MappingCodes.KeyTooLong, $"at most {CanonicalKey.MaxBytes} bytes", ConverterCatalogue.Short(cell.Text));
            CanonicalKey.WritePart(utf8[..System.Text.Encoding.UTF8.GetBytes(cell.Text, utf8)], run.Buffer);
        }

        return run.Buffer.WrittenCount <= CanonicalKey.MaxBytes
            ? null
            : key[0].Failure(MappingCodes.KeyTooLong, $"at most {CanonicalKey.MaxBytes} bytes", null);
    }

    private static Failure? Copy(ArrayBufferWriter<byte> key, IBufferWriter<byte> output)
    {
        output.Write(key.WrittenSpan);
        return null;
    }

    private static Failure Join(List<Failure> failures) =>
        failures.Count == 1 ? failures[0] : failures[0] with { Others = [.. failures.Skip(1)] };
}

/// <summary>One part of the contract key.</summary>
internal sealed record KeyPart(string Name, Expression Source)
{
    public Failure Failure(ErrorCode code, string expected, string? found) => new()
    {
        Code = code,
        Field = "/" + Name,
        Expected = expected,
        Found = found,
        Message = $"/{Name}: expected {expected}, found {(found is null ? "nothing" : $"'{found}'")}",
        Remedy = $"correct the record at its source, or the flow's mapping of `{Name}`: without it the record has no key",
    };
}
