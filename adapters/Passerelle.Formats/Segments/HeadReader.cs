using System.Buffers;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Reads the header record at the start of a file.</summary>
public static class HeadReader
{
    /// <summary>The values of fields of the first header record; null for all when there is none.</summary>
    public static async ValueTask<string?[]> ReadAsync(
        Stream content, FrameOptions framing, SegmentRules rules, string?[] fields, CancellationToken cancellationToken)
    {
        var values = new string?[fields.Length];
        using var reader = new FrameReader(content, framing);
        using var batch = await reader.ReadAsync(1, cancellationToken).ConfigureAwait(false);
        if (batch.Count == 0 || batch[0].Failure is not null) return values;
        var record = batch[0].Record;
        var type = rules.Types.FirstOrDefault(type => type.Role == SegmentRole.Header && (type.Test?.Invoke(record.Span) ?? true));
        var json = new ArrayBufferWriter<byte>();
        if (type is null || type.Layout.NewDecoder().Decode(record.Span, 0, json) is not null) return values;
        for (var i = 0; i < fields.Length; i++) values[i] = fields[i] is { } field ? JsonNumbers.Text(json.WrittenSpan, field) : null;
        return values;
    }
}
