using System.IO.Compression;

namespace Passerelle.LegacySim;

/// <summary>How much was written, before compression.</summary>
public readonly record struct GeneratedFile(long Rows, long Bytes);

internal static class ExtractWriter
{
    private const int FlushBytes = 128 * 1024;

    public static GeneratedFile Write(Stream output, GeneratorOptions options, IExtractLayout layout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        var oracle = new ExtractOracle(options, layout);
        if (!options.Gzip) return WriteRows(output, options, layout, oracle, cancellation);
        using var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        return WriteRows(gzip, options, layout, oracle, cancellation);
    }

    private static GeneratedFile WriteRows(
        Stream output, GeneratorOptions options, IExtractLayout layout, ExtractOracle oracle, CancellationToken cancellation)
    {
        var buffer = new RowBuffer(FlushBytes + options.OverLongBytes + RowBuffer.MaxOrdinaryRow);
        long rows = 0, bytes = 0;
        layout.WriteHeader(buffer);
        for (var position = 0L; position < oracle.Positions; position++)
        {
            var ordinal = oracle.OrdinalAt(position);
            if (ordinal < 0) continue;
            var start = buffer.Length;
            WriteRow(buffer, options, layout, oracle, ordinal);
            if (rows == options.CutAfterRows)
            {
                buffer.Truncate(start + (buffer.Length - start) / 2);
                break;
            }

            rows++;
            if (buffer.Length >= FlushBytes) bytes += Flush(buffer, output, cancellation);
        }

        return new GeneratedFile(rows, bytes + Flush(buffer, output, cancellation));
    }

    private static void WriteRow(RowBuffer buffer, GeneratorOptions options, IExtractLayout layout, ExtractOracle oracle, long ordinal)
    {
        var kind = oracle.Kind(ordinal);
        var keyOrdinal = kind == BrokenKind.DuplicateKey ? oracle.KeyOrdinal(ordinal) : ordinal;
        var revision = options.Changed.Count > 0 && options.Changed.Contains(ordinal) ? options.ChangedRevision : 0;
        layout.WriteRow(buffer, ordinal, keyOrdinal, revision, kind);
    }

    private static long Flush(RowBuffer buffer, Stream output, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        output.Write(buffer.Written);
        var length = buffer.Length;
        buffer.Truncate(0);
        return length;
    }
}
