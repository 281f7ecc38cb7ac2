using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Reads one record again from its original bytes.</summary>
public sealed class SingleRecord(FrameOptions framing, SegmentRules rules)
{
    private readonly SegmentRules _data = rules with
    {
        Types = [.. rules.Types.Where(type => type.Role == SegmentRole.Data)],
        Totals = [.. rules.Totals.Where(total => total.PerRecord)],
        Workers = 1,
    };

    /// <summary>The batch holds one record, with its failure if it has one.</summary>
    public RecordBatch Decode(ReadOnlyMemory<byte> original, in Origin origin)
    {
        using var frames = Frames(original, origin);
        using var decoding = new SegmentDecoding(_data);
        decoding.DecodeAsync(frames, false).AsTask().GetAwaiter().GetResult();
        using var output = new BatchBuilder(TextEncoding.Latin1, int.MaxValue);
        using var assembler = new RecordAssembler(_data, origin.Source, origin.Record - 1);
        for (var i = 0; i < frames.Count; i++) assembler.Add(frames[i], decoding[i], decoding.Json(decoding[i]), output);
        assembler.Finish(output);
        return One(output, original, origin);
    }

    /// <summary>The fields of the record with their bytes.</summary>
    public IReadOnlyList<FieldBreakdown> Describe(ReadOnlyMemory<byte> original, in Origin origin)
    {
        using var frames = Frames(original, origin with { ByteOffset = 0 });
        var fields = new List<FieldBreakdown>();
        var counts = new Dictionary<string, int>();
        foreach (ref readonly var frame in frames.Frames)
        {
            var record = frame.Record;
            var span = record.Span;
            if (frame.Failure is not null || TypeOf(span) is not { } type) continue;
            var number = counts[type.Name] = counts.GetValueOrDefault(type.Name) + 1;
            var prefix = _data.IsPlain ? "" : type.Max == 1 || type.Parent is null ? $"{type.Name}." : $"{type.Name}[{number}].";
            var offset = (int)frame.RecordOffset;
            fields.AddRange(
                type.Layout.Describe(record).Select(field => field with { Path = prefix + field.Path, Offset = field.Offset + offset }));
        }

        return fields;
    }

    private SegmentType? TypeOf(ReadOnlySpan<byte> record)
    {
        foreach (var type in _data.Types)
            if (type.Test?.Invoke(record) ?? true) return type;
        return null;
    }

    private FrameBatch Frames(ReadOnlyMemory<byte> original, in Origin origin)
    {
        if (_data.IsPlain && !_data.Merge)
        {
            var at = new FramePosition(Math.Max(origin.ByteOffset, 0), 0, origin.Line, 0);
            using var one = new FrameBatchBuilder(1);
            one.Add(new() { At = at, Extent = original.Length, Whole = original, Record = original, RecordOffset = at.Offset });
            return one.Build(at, true);
        }

        using var reader = new FrameReader(
            new MemoryStream(original.ToArray()), framing.Unblocked(), new(Math.Max(origin.ByteOffset, 0), 0, origin.Line, 0),
            original.Length + 1);
        return reader.ReadAsync(int.MaxValue, default).AsTask().GetAwaiter().GetResult();
    }

    private static RecordBatch One(BatchBuilder output, ReadOnlyMemory<byte> original, in Origin origin)
    {
        if (output.Count == 1) return output.Build("", true);
        using var other = new BatchBuilder(TextEncoding.Latin1, 1);
        other.Add(origin, 0, original.Span, SegmentFailures.NoSingleRecord(origin.ByteOffset, output.Count));
        return other.Build("", true);
    }
}
