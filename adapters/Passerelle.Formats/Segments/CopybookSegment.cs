using System.Buffers;
using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Segments;

/// <summary>A segment that a copybook describes.</summary>
/// <param name="codec">The layout, compiled.</param>
/// <param name="only">The one of several 01 levels that the segment is; null for all of the layout.</param>
/// <param name="atLeast">Segments of at least this many bytes are filled up to the layout's length: what is missing belongs to longer redefinitions.</param>
/// <param name="fill">The byte that they are filled with.</param>
public sealed class CopybookSegment(RecordCodec codec, CopybookField? only = null, int atLeast = int.MaxValue, byte fill = 0) : SegmentLayout
{
    public RecordCodec Codec => codec;

    private int FullLength => codec.Layout.MaxLength;

    public override ISegmentDecoder NewDecoder() => new Decoder(this);

    public override IEnumerable<FieldAnatomy> Describe(ReadOnlyMemory<byte> segment)
    {
        var output = new ArrayBufferWriter<byte>();
        var record = Fill(segment.Span, new byte[FullLength]);
        var failure = codec.NewDecoder().Decode(record, 0, output);
        return CopybookAnatomy.Of(codec, only, record.ToArray(), segment.Length, failure is null ? output.WrittenMemory : default);
    }

    private ReadOnlySpan<byte> Fill(ReadOnlySpan<byte> segment, byte[] room)
    {
        if (segment.Length < atLeast || segment.Length >= room.Length) return segment;
        segment.CopyTo(room);
        room.AsSpan(segment.Length).Fill(fill);
        return room;
    }

    private sealed class Decoder(CopybookSegment segment) : ISegmentDecoder
    {
        private readonly RecordDecoder _decoder = segment.Codec.NewDecoder();
        private readonly ArrayBufferWriter<byte> _whole = new(4096);
        private readonly byte[] _room = new byte[segment.FullLength];
        private readonly int _prefix = segment.Only is { } only ? Encoding.UTF8.GetByteCount(only.JsonName) + 4 : 0;

        public long LenientNulls => _decoder.LenientNulls;

        public Failure? Decode(ReadOnlySpan<byte> bytes, long offset, IBufferWriter<byte> output)
        {
            var record = segment.Fill(bytes, _room);
            if (_prefix == 0) return _decoder.Decode(record, offset, output);
            _whole.ResetWrittenCount();
            if (_decoder.Decode(record, offset, _whole) is { } failure) return failure;
            // {"NAME":{...}} is the 01 level within the file; the segment is what stands in it.
            output.Write(_whole.WrittenSpan[_prefix..^1]);
            return null;
        }
    }

    private CopybookField? Only => only;
}
