using System.Buffers;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.FixedWidth;

/// <summary>A record of fields at fixed columns, in a single-byte code page.</summary>
public sealed class FixedWidthLayout(IReadOnlyList<FixedField> fields, CodePage page) : SegmentLayout
{
    private readonly byte[][] _names = [.. fields.Select(field => Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(field.Name)}:"))];

    public IReadOnlyList<FixedField> Fields => fields;

    internal CodePage Page => page;

    public override ISegmentDecoder NewDecoder() => new Decoder(this);

    public override IEnumerable<FieldBreakdown> Describe(ReadOnlyMemory<byte> segment)
    {
        var reader = new FixedFieldReader(page);
        foreach (var field in fields)
        {
            var sink = new JsonSink();
            var bytes = FixedFieldReader.Bytes(segment.Span, field);
            var failure = reader.Read(segment.Span, 0, field, sink);
            yield return new(
                field.Name, field.Start - 1, bytes.Length, Convert.ToHexString(bytes[..Math.Min(bytes.Length, 64)]), field.Form,
                failure is null ? Encoding.UTF8.GetString(sink.Written) : null);
        }
    }

    private sealed class Decoder(FixedWidthLayout layout) : ISegmentDecoder
    {
        private readonly JsonSink _sink = new();
        private readonly FixedFieldReader _reader = new(layout.Page);

        public long LenientNulls => 0;

        public Failure? Decode(ReadOnlySpan<byte> segment, long offset, IBufferWriter<byte> output)
        {
            _sink.Count = 0;
            _sink.Byte((byte)'{');
            for (var i = 0; i < layout.Fields.Count; i++)
            {
                _sink.Property(layout._names[i]);
                if (_reader.Read(segment, offset, layout.Fields[i], _sink) is { } failure) return failure;
            }

            _sink.Byte((byte)'}');
            output.Write(_sink.Written);
            return null;
        }
    }
}
