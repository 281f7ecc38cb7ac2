using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Core.DataContracts;
using Passerelle.Gateway.Core.Mapping.Converters;

namespace Passerelle.Gateway.Core.Mapping.Runtime;

/// <summary>A compiled mapping.</summary>
internal sealed class RecordMapper : IRecordMapper
{
    private static readonly Failure NotARecord = new()
    {
        Code = MappingCodes.Record,
        Message = "the record is not a JSON object",
        Remedy = "correct the source: a mapping needs named fields",
    };

    public required string Version { get; init; }

    public required IReadOnlySet<string>? NeededFields { get; init; }

    public required PathIndex Index { get; init; }

    public required FieldPlan[] Fields { get; init; }

    public required PathIndex KeyIndex { get; init; }

    public required KeyPart[] Key { get; init; }

    public required SchemaValidator Validator { get; init; }

    public Condition? SkipWhen { get; init; }

    public Condition? DeleteWhen { get; init; }

    /// <inheritdoc/>
    public MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters)
    {
        var run = MapRun.Current;
        if (!run.Begin(record, Index, counters)) return new MapResult(MapDecision.Failed, NotARecord);
        if (SkipWhen?.Holds(run) == true) return new MapResult(MapDecision.Skip, null);
        if (DeleteWhen?.Holds(run) == true) return new MapResult(MapDecision.Delete, null);
        ObjectPlan.WriteFields(run, Fields);
        if (run.IsSkipped) return new MapResult(MapDecision.Skip, null);
        if (run.Failures.Count > 0) return new MapResult(MapDecision.Failed, Join(run.Failures));
        run.Writer.Flush();
        var value = run.Buffer.WrittenSpan;
        if (Validator.Validate(value) is { } failure) return new MapResult(MapDecision.Failed, failure);
        output.Write(value);
        return new MapResult(MapDecision.Value, null);
    }

    /// <inheritdoc/>
    public Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output)
    {
        var run = MapRun.Current;
        if (!run.Begin(record, KeyIndex, null)) return NotARecord;
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
        Span<byte> utf8 = stackalloc byte[CanonicalKey.MaxBytes * 3];
        for (var i = 0; i < Key.Length; i++)
        {
            if (i > 0) run.Buffer.Write([CanonicalKey.Joint]);
            var fault = Key[i].Source.Evaluate(run, cell);
            if (fault is not null) return Key[i].Failure(fault.Code, fault.Expected, fault.Found);
            if (cell.IsBlank) return Key[i].Failure(MappingCodes.KeyMissing, "a key", null);
            if (cell.Text.Length > CanonicalKey.MaxBytes) return Key[i].Failure(MappingCodes.KeyTooLong, $"at most {CanonicalKey.MaxBytes} bytes", ConverterCatalogue.Short(cell.Text));
            CanonicalKey.WritePart(utf8[..System.Text.Encoding.UTF8.GetBytes(cell.Text, utf8)], run.Buffer);
        }

        return run.Buffer.WrittenCount <= CanonicalKey.MaxBytes
            ? null
            : Key[0].Failure(MappingCodes.KeyTooLong, $"at most {CanonicalKey.MaxBytes} bytes", null);
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
