using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Formats.Delimited;

/// <summary>Decodes the bytes of one record again.</summary>
public sealed class SingleRecordDecoder(Dialect dialect, DelimitedLimits limits, Prologue prologue)
{
    /// <summary>The batch holds one record; one with a failure when the bytes hold none, several, or a bad one.</summary>
    public RecordBatch Decode(ReadOnlyMemory<byte> original, in Origin origin)
    {
        var text = new FileSample(original, true).Text(dialect.Encoding).Span;
        var framer = new RowFramer(dialect, limits);
        var decoder = new RowDecoder(dialect, limits, prologue.Layout);
        using var batch = new BatchBuilder(dialect.Encoding, 1);
        framer.TryFrame(text, true, prologue.Columns.Count, out var framed);
        var several = framed.Consumed < text.Length;
        // Bytes that once were a record are one line at least: what follows a bad line is part of it here.
        if (several && framed.Problem == RowProblem.None)
        {
            batch.Add(origin, 0, text, SeveralRows(origin));
            return batch.Build("", true);
        }

        var failure = decoder.Decode(text[..framed.Length], framed, framer.Scanner, new(origin.Line, origin.ByteOffset), batch.Json);
        batch.Add(origin with { ByteLength = original.Length }, 0, text, failure);
        return batch.Build("", true);
    }

    private static Failure SeveralRows(in Origin origin) => new()
    {
        Code = DelimitedErrors.SeveralRows,
        Message = $"Line {origin.Line}: the bytes hold more than one row.",
        Remedy = "Replay one row at a time; a line break inside a field must stand in quotes.",
        Expected = "one row",
        Found = "several rows",
        ByteOffset = origin.ByteOffset,
    };
}
