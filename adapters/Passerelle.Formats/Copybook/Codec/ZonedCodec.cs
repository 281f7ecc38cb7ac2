using Passerelle.Formats.Copybook.Codec.Compiled;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>DISPLAY numbers: one digit a byte, the sign overpunched or separate.</summary>
internal sealed class ZonedCodec : NumberCodec
{
    private const byte Positive = 0x10;
    private const byte Negative = 0x20;
    private readonly byte[] _table = new byte[256];
    private readonly CodePage _page;
    private readonly bool _ebcdicSigns;
    private readonly bool _separate;
    private readonly bool _leading;

    public ZonedCodec(CopybookField field, CodePage page, bool ebcdicSigns)
        : base(field)
    {
        _page = page;
        _ebcdicSigns = ebcdicSigns || page.IsEbcdic;
        _separate = Signed && field.Sign is SignPlace.LeadingSeparate or SignPlace.TrailingSeparate;
        _leading = field.Sign is SignPlace.Leading or SignPlace.LeadingSeparate;
        Array.Fill(_table, (byte)0xFF);
        for (var d = 0; d < 10; d++) Fill(d);
    }

    public override string Expected => _separate ? "digits and a separate + or -" : "zoned digits";

    public int DigitCount => Length - (_separate ? 1 : 0);

    public NumberShape Shape() => new()
    {
        Scale = Scale,
        Table = _table,
        Zones = _page.IsEbcdic ? 0xF0F0_F0F0_F0F0_F0F0 : 0x3030_3030_3030_3030,
        Leading = _leading,
        Separate = _separate,
        Plus = (byte)_page.ByteOf('+'),
        Minus = (byte)_page.ByteOf('-'),
    };

    private void Fill(int digit)
    {
        if (_page.IsEbcdic)
        {
            foreach (var zone in (ReadOnlySpan<byte>)[0xA0, 0xC0, 0xE0]) _table[zone | digit] = (byte)(Positive | digit);
            foreach (var zone in (ReadOnlySpan<byte>)[0xB0, 0xD0]) _table[zone | digit] = (byte)(Negative | digit);
            _table[0xF0 | digit] = (byte)digit;
            return;
        }

        _table['0' + digit] = (byte)digit;
        _table['p' + digit] = (byte)(Negative | digit);
        _table["{ABCDEFGHI"[digit]] = (byte)(Positive | digit);
        _table["}JKLMNOPQR"[digit]] = (byte)(Negative | digit);
    }

    public override bool Read(ReadOnlySpan<byte> source, out bool negative, out UInt128 magnitude)
    {
        negative = false;
        magnitude = 0;
        if (Field.BlankWhenZero && source.IndexOfAnyExcept(_page.Space) < 0) return true;
        if (_separate)
        {
            var sign = _page.Characters[_leading ? source[0] : source[^1]];
            if (sign is not ('+' or '-')) return false;
            negative = sign == '-';
            source = _leading ? source[1..] : source[..^1];
        }

        var signAt = _separate ? -1 : _leading ? 0 : source.Length - 1;
        ulong low = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var entry = _table[source[i]];
            if (entry > 9)
            {
                if (i != signAt || entry == 0xFF) return false;
                negative = (entry & Negative) != 0;
                entry &= 15;
            }

            if (i < 18) low = (low * 10) + entry;
            else magnitude = ((i == 18 ? low : magnitude) * 10) + entry;
        }

        if (source.Length <= 18) magnitude = low;
        return true;
    }

    public override void Write(bool negative, UInt128 magnitude, Span<byte> target)
    {
        if (Field.BlankWhenZero && magnitude == UInt128.Zero)
        {
            target.Fill(_page.Space);
            return;
        }

        if (_separate)
        {
            target[_leading ? 0 : ^1] = (byte)_page.ByteOf(negative ? '-' : '+');
            target = _leading ? target[1..] : target[..^1];
        }

        for (var i = target.Length - 1; i >= 0; i--)
        {
            (magnitude, var digit) = UInt128.DivRem(magnitude, 10);
            target[i] = (byte)_page.ByteOf((char)('0' + (int)digit));
        }

        if (Signed && !_separate) Overpunch(negative, ref target[_leading ? 0 : target.Length - 1]);
    }

    private void Overpunch(bool negative, ref byte cell)
    {
        var digit = cell & 15;
        if (_page.IsEbcdic) cell = (byte)((negative ? 0xD0 : 0xC0) | digit);
        else if (_ebcdicSigns) cell = (byte)(negative ? "}JKLMNOPQR" : "{ABCDEFGHI")[digit];
        else if (negative) cell = (byte)('p' + digit);
    }
}
