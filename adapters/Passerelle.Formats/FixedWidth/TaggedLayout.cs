using System.Buffers;
using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.FixedWidth;

/// <summary>Lines of the form <c>S10.G00.00.001,'value'</c>: the tag's last part becomes the name of a property.</summary>
public sealed class TaggedLayout(CodePage page) : SegmentLayout
{
    private const int MostTag = 64;

    public override ISegmentDecoder NewDecoder() => new Decoder(page);

    public override IEnumerable<FieldBreakdown> Describe(ReadOnlyMemory<byte> segment)
    {
        if (!TrySplit(segment.Span, out var name, out var start, out var length)) yield break;
        var value = segment.Slice(start, length);
        var sink = new JsonSink();
        Write(value.Span, page, sink);
        yield return new(
            Encoding.ASCII.GetString(segment[name].Span), start, length, Convert.ToHexString(value.Span[..Math.Min(length, 64)]), "text",
            Encoding.UTF8.GetString(sink.Written));
    }

    private static bool TrySplit(ReadOnlySpan<byte> line, out Range name, out int start, out int length)
    {
        (name, start, length) = (default, 0, 0);
        var comma = line[..Math.Min(line.Length, MostTag)].IndexOf((byte)',');
        var dot = comma < 0 ? -1 : line[..comma].LastIndexOf((byte)'.');
        if (dot < 0 || dot + 1 == comma || line[..comma].ContainsAnyExceptInRange((byte)'.', (byte)'Z')) return false;
        if (line.Length < comma + 3 || line[comma + 1] != (byte)'\'' || line[^1] != (byte)'\'') return false;
        (name, start, length) = ((dot + 1)..comma, comma + 2, line.Length - comma - 3);
        return true;
    }

    private static bool Write(ReadOnlySpan<byte> value, CodePage page, JsonSink sink)
    {
        sink.Byte((byte)'"');
        var known = true;
        foreach (var b in value)
        {
            known &= page.Characters[b] != '\uFFFD';
            var packed = page.Json[b];
            for (var left = (int)(packed >> 56); left > 0; left--, packed >>= 8) sink.Byte((byte)packed);
        }

        sink.Byte((byte)'"');
        return known;
    }

    private sealed class Decoder(CodePage page) : ISegmentDecoder
    {
        private readonly JsonSink _sink = new();

        public long LenientNulls => 0;

        public Failure? Decode(ReadOnlySpan<byte> segment, long offset, IBufferWriter<byte> output)
        {
            if (!TrySplit(segment, out var name, out var start, out var length))
                return Malformed(FixedWidthErrors.Tag, segment, offset, "a line like S10.G00.00.001,'value'");
            _sink.Count = 0;
            _sink.Bytes("{\""u8);
            _sink.Bytes(segment[name]);
            _sink.Bytes("\":"u8);
            if (!Write(segment.Slice(start, length), page, _sink))
                return Malformed(FixedWidthErrors.Character, segment, offset, $"characters of {page.Name}");
            _sink.Byte((byte)'}');
            output.Write(_sink.Written);
            return null;
        }

        private static Failure Malformed(ErrorCode code, ReadOnlySpan<byte> line, long offset, string expected)
        {
            var found = Convert.ToHexString(line[..Math.Min(line.Length, 100)]);
            return new()
            {
                Code = code,
                Message = $"{code.Title} At byte {offset}: expected {expected}, found {found}.",
                Remedy = "Correct the line, or check the code page.",
                Expected = expected,
                Found = found,
                ByteOffset = offset,
            };
        }
    }
}
