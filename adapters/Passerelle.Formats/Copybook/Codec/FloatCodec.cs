using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>COMP-1 and COMP-2, IBM hexadecimal or IEEE 754. JSON holds the shortest text that reads back to the same number.</summary>
internal sealed class FloatCodec(CopybookField field, FloatFormat format, bool bigEndian) : LeafCodec(field)
{
    private readonly bool _short = field.Usage == Usage.ShortFloat;

    public override string Expected =>
        $"a finite {(format == FloatFormat.IbmHex ? "IBM hexadecimal" : "IEEE 754")} float of {Length} bytes";

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        var value = Read(source);
        if (!double.IsFinite(value)) return false;
        var room = sink.Room(64);
        // 24 bits of fraction are exact in a float as long as the exponent is in its normal range.
        var single = _short
            && (value == 0 || (Math.Abs(value) >= 1.2e-38 && Math.Abs(value) <= float.MaxValue) || format == FloatFormat.Ieee);
        var n = 0;
        var done = single ? Utf8Formatter.TryFormat((float)value, room, out n) : Utf8Formatter.TryFormat(value, room, out n);
        sink.Count += n;
        return done;
    }

    public double Read(ReadOnlySpan<byte> source)
    {
        if (format == FloatFormat.IbmHex)
        {
            ulong bits = 0;
            foreach (var b in source) bits = (bits << 8) | b;
            if (_short) bits <<= 32;
            var exponent = (int)((bits >> 56) & 0x7F) - 64;
            var magnitude = Math.ScaleB((double)(bits & 0x00FF_FFFF_FFFF_FFFF), (4 * exponent) - 56);
            return (bits >> 63) == 1 ? -magnitude : magnitude;
        }

        return (_short, bigEndian) switch
        {
            (true, true) => BinaryPrimitives.ReadSingleBigEndian(source),
            (true, false) => BinaryPrimitives.ReadSingleLittleEndian(source),
            (false, true) => BinaryPrimitives.ReadDoubleBigEndian(source),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(source),
        };
    }

    public override EncodeError? Encode(JsonElement value, Span<byte> target)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            return new EncodeError(CopybookErrors.Shape, "a number");
        if (!double.IsFinite(number) || (_short && format == FloatFormat.Ieee && !float.IsFinite((float)number)))
            return new EncodeError(CopybookErrors.Fit, Expected);
        if (format == FloatFormat.IbmHex) return WriteIbm(number, target) ? null : new EncodeError(CopybookErrors.Fit, Expected);
        WriteIeee(number, target);
        return null;
    }

    private void WriteIeee(double number, Span<byte> target)
    {
        if (_short && bigEndian) BinaryPrimitives.WriteSingleBigEndian(target, (float)number);
        else if (_short) BinaryPrimitives.WriteSingleLittleEndian(target, (float)number);
        else if (bigEndian) BinaryPrimitives.WriteDoubleBigEndian(target, number);
        else BinaryPrimitives.WriteDoubleLittleEndian(target, number);
    }

    private bool WriteIbm(double number, Span<byte> target)
    {
        target.Clear();
        var magnitude = Math.Abs(number);
        if (magnitude == 0) return true;
        // The short text of a COMP-1 stands for the float it was made from.
        if (_short && magnitude >= 1.2e-38 && magnitude <= float.MaxValue) magnitude = (float)magnitude;
        var exponent = (int)Math.Floor((double)Math.ILogB(magnitude) / 4) + 1;
        var bits = _short ? 24 : 56;
        var fraction = (ulong)Math.Round(Math.ScaleB(magnitude, bits - (4 * exponent)), MidpointRounding.ToEven);
        if (fraction >> bits != 0)
        {
            fraction >>= 4;
            exponent++;
        }

        if (exponent is < -64 or > 63) return false;
        for (var i = target.Length - 1; i > 0; i--)
        {
            target[i] = (byte)fraction;
            fraction >>= 8;
        }

        target[0] = (byte)((number < 0 ? 0x80 : 0) | (exponent + 64));
        return true;
    }

    public override void Default(Span<byte> target) => target.Clear();
}
