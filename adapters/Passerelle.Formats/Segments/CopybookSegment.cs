using System.Buffers;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Segments;

/// <summary>A segment that a copybook describes.</summary>
/// <param name="codec">The layout, compiled.</param>
/// <param name="only">The one of several 01 levels that the segment is; null for all of the layout.</param>
/// <param name="atLeast">Segments of at least this many bytes are filled up to the layout's length:
/// what is missing belongs to longer redefinitions.</param>
/// <param name="fill">The byte that they are filled with.</param>
public sealed class CopybookSegment(RecordCodec codec, CopybookField? only = null, int atLeast = int.MaxValue, byte fill = 0)
    : SegmentLayout
{
    public RecordCodec Codec => codec;

    private int FullLength => codec.Layout.MaxLength;

    /// <summary>The fewest bytes of a record that ends with a redefinition: when the redefined area ends the record,
    /// a shorter redefinition may end it earlier.</summary>
    public static int Shortest(CopybookLayout layout, CopybookField alternative)
    {
        var first = alternative.Redefines ?? alternative;
        var area = (first.Parent ?? layout.Root).Children.Where(other => other == first || other.Redefines == first)
            .Select(other => other.Offset + other.TotalLength)
            .DefaultIfEmpty(0)
            .Max();
        return area == layout.MaxLength ? alternative.Offset + alternative.TotalLength : int.MaxValue;
    }

    /// <summary>The 01 level that the segment's JSON is of; null when it is of the whole layout.</summary>
    public CopybookField? Only { get; } = only is { IsGroup: true } ? only : null;

    public override ISegmentDecoder NewDecoder() => new Decoder(this);

    /// <summary>Whether a segment of this length is filled up before it is decoded.</summary>
    public bool IsFilled(int length) => length >= atLeast && length < FullLength;

    public override IEnumerable<FieldBreakdown> Describe(ReadOnlyMemory<byte> segment)
    {
        var output = new ArrayBufferWriter<byte>();
        var record = Fill(segment.Span, new byte[FullLength]);
        var failure = codec.NewDecoder().Decode(record, 0, output);
        return CopybookBreakdown.Of(codec, Only, record.ToArray(), segment.Length, failure is null ? output.WrittenMemory : default);
    }

    private ReadOnlySpan<byte> Fill(ReadOnlySpan<byte> segment, byte[] room)
    {
        if (!IsFilled(segment.Length)) return segment;
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

        private readonly bool _isFollowed = segment.Codec.Options.Views || segment.Codec.Options.AllowLong;

        public long LenientNulls => _decoder.LenientNulls;

        public Failure? Decode(ReadOnlySpan<byte> bytes, long offset, IBufferWriter<byte> output)
        {
            var record = segment.Fill(bytes, _room);
            if (_prefix == 0) return _decoder.Decode(record, offset, output);
            _whole.ResetWrittenCount();
            if (_decoder.Decode(record, offset, _whole) is { } failure) return failure;
            // {"NAME":{...}} is the 01 level within the file; the segment is what stands in it.
            var inner = _whole.WrittenSpan[_prefix..^1];
            if (_isFollowed && EndOf(inner) is var end && end < inner.Length) WriteFollowed(inner[..end], inner[(end + 1)..], output);
            else output.Write(inner);
            return null;
        }

        private static int EndOf(ReadOnlySpan<byte> inner)
        {
            // What follows the object is no JSON by itself, and is not looked at.
            var reader = new Utf8JsonReader(inner, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 }));
            for (var depth = 0; reader.Read();)
            {
                depth += reader.TokenType switch
                {
                    JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                    JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                    _ => 0,
                };
                if (depth == 0) break;
            }

            return (int)reader.BytesConsumed;
        }

        /// <summary>Views and bytes beyond the layout stand beside the 01 level: they become properties of the segment.</summary>
        private static void WriteFollowed(ReadOnlySpan<byte> inner, ReadOnlySpan<byte> others, IBufferWriter<byte> output)
        {
            output.Write(inner[..^1]);
            if (inner.Length > 2) output.Write(","u8);
            output.Write(others);
            output.Write("}"u8);
        }
    }
}
