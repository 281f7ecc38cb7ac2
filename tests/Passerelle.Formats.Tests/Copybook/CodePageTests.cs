using System.Text;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>Which characters a page has, where sources differ, and its double-byte half.</summary>
internal sealed class CodePageTests
{
    // IBM made each page anew for the euro and changed one place: two sources that agree on the twin settle the page.
    [TestCase("037", "1140", 0x9F)]
    [TestCase("273", "1141", 0x9F)]
    [TestCase("277", "1142", 0x5A)]
    [TestCase("278", "1143", 0x5A)]
    [TestCase("280", "1144", 0x9F)]
    [TestCase("284", "1145", 0x9F)]
    [TestCase("285", "1146", 0x9F)]
    [TestCase("297", "1147", 0x9F)]
    [TestCase("500", "1148", 0x9F)]
    [TestCase("871", "1149", 0x9F)]
    public void A_page_and_its_euro_twin_differ_at_the_euro_alone(string page, string twin, int place)
    {
        var (old, euro) = (CodePage.Get(page).Characters, CodePage.Get(twin).Characters);
        Assert.That(Enumerable.Range(0, 256).Where(b => old[b] != euro[b]), Is.EqualTo(new[] { place }));
        Assert.That((old[place], euro[place]), Is.EqualTo(('¤', '€')));
    }

    [Test]
    public void The_line_feed_is_at_25_and_the_next_line_at_15_in_every_page()
    {
        string[] pages =
        [
            "037", "273", "274", "275", "276", "277", "278", "280", "284", "285", "290", "297", "420", "424", "500", "838", "870", "871",
            "875", "1025", "1026", "1047", "1140", "1147", "1160", "930", "1388",
        ];
        Assert.That(
            pages.Where(page => CodePage.Get(page).Characters is not { } all || all[0x25] != '\n' || all[0x15] != '\u0085'), Is.Empty);
    }

    [TestCase("290", "A", 0xC1)]
    [TestCase("290", "a", 0x62)]
    [TestCase("290", "\uFF71", 0x81)]
    [TestCase("420", "\u0633", 0x77)]
    [TestCase("420", "\u0627", 0x56)]
    [TestCase("276", "é", 0xC0)]
    [TestCase("276", "Ù", 0xFD)]
    [TestCase("275", "Ç", 0x5B)]
    [TestCase("1160", "€", 0xFE)]
    [TestCase("1047", "[", 0xAD)]
    public void A_disputed_character_stands_where_IBM_has_it(string page, string character, int place) =>
        Assert.That(
            (CodePage.Get(page).Characters[place].ToString(), CodePage.Get(page).ByteOf(character[0])),
            Is.EqualTo((character, place)));

    [TestCase("930", "A\u30A2\uFF21B", "C10E438142C10FC2")]
    [TestCase("939", "a\u65E5\u672C", "810E456245660F")]
    [TestCase("933", "X\uAC00", "E70E88610F")]
    [TestCase("937", "\u4E00", "0E4C410F")]
    [TestCase("935", "\u4E00", "0E59BA0F")]
    public void A_mixed_text_shifts_between_single_and_double_bytes(string page, string text, string hex)
    {
        var size = hex.Length / 2;
        var codec = Kit.Codec(Kit.Layout($"01 R. 05 A PIC X({size + 2})."), new CodecOptions { CodePage = CodePage.Get(page) });
        Assert.That(Kit.Encode(codec, $"{{\"A\":\"{text}\"}}"), Is.EqualTo(hex + "4040"));
        Assert.That(Kit.Decode(codec, Convert.FromHexString(hex + "4040")), Is.EqualTo($"{{\"A\":\"{text}\"}}"));
    }

    [TestCase("930")]
    [TestCase("300")]
    [TestCase("1388")]
    [TestCase("1364")]
    public void A_double_byte_field_has_no_shifts_and_its_own_blank(string page)
    {
        var codec = Kit.Codec(
            Kit.Layout("01 R. 05 A PIC G(4) DISPLAY-1. 05 B PIC 9(2)."), new CodecOptions { CodePage = CodePage.Get(page) });
        Assert.That(Kit.Decode(codec, Convert.FromHexString("42C142C240404040F1F2")), Is.EqualTo("{\"A\":\"\uFF21\uFF22\",\"B\":12}"));
        Assert.That(Kit.Encode(codec, "{\"A\":\"\uFF21\uFF22\",\"B\":12}"), Is.EqualTo("42C142C240404040F1F2"));
    }

    [Test]
    public void A_double_byte_field_of_a_single_byte_page_stays_hexadecimal() =>
        Assert.That(Kit.Decode("01 R. 05 A PIC G(2).", "42C142C2"), Is.EqualTo("{\"A\":\"42C142C2\"}"));

    [Test]
    public void A_pair_cut_by_the_end_of_its_field_is_shown_as_one_unknown_character_and_comes_back_from_its_raw_bytes()
    {
        var codec = Kit.Codec(Kit.Layout("01 R. 05 A PIC X(3)."), new CodecOptions { CodePage = CodePage.Get("930"), KeepRaw = true });
        const string json = "{\"A\":\"A\uFFFD\",\"A~raw\":\"C10E43\"}";
        Assert.That(Kit.Decode(codec, [0xC1, 0x0E, 0x43]), Is.EqualTo(json));
        Assert.That(Kit.Encode(codec, json), Is.EqualTo("C10E43"));
    }

    [TestCase("930", "{\"A\":\"\u30A2\u30A2\"}",
        "A value does not fit its field. A at byte 0: expected text of at most 4 bytes of code page 930, shifts included, "
            + "found \"\u30A2\u30A2\".")]
    [TestCase("930", "{\"A\":\"\u0E01\"}", "A character is not in the field's code page. A at byte 0: "
        + "expected text of at most 4 bytes of code page 930, shifts included, found \"\u0E01\".")]
    public void A_mixed_text_that_does_not_fit_is_refused(string page, string json, string message) =>
        Assert.That(
            Kit.Encode(Kit.Codec(Kit.Layout("01 R. 05 A PIC X(4)."), new CodecOptions { CodePage = CodePage.Get(page) }), json),
            Is.EqualTo(message));

    [Test]
    public void Every_character_of_every_double_byte_page_comes_back_from_its_bytes()
    {
        foreach (var name in new[] { "930", "933", "935", "937", "939", "1364", "1388" })
        {
            var pairs = CodePage.Get(name).DoubleBytes!;
            for (var c = 0; c < 0xFFFD; c++)
            {
                var pair = pairs.PairOf((char)c);
                if (pair != 0) Assert.That(pairs.Character((byte)(pair >> 8), (byte)pair), Is.EqualTo((char)c), () => $"{name} {c:X4}");
            }
        }
    }

    [Test]
    public void Conditions_of_national_double_byte_and_float_items_hold()
    {
        const string copybook =
            "01 R. 05 A PIC N(2). 88 A-OK VALUE 'OK'. 05 B PIC G(1). 88 B-SPACE VALUE SPACE. 05 C COMP-1. 88 C-ZERO VALUE ZERO. "
                + "88 C-ONE VALUE 1. 05 P POINTER. 88 P-NULL VALUE NULL.";
        var options = new CodecOptions { Conditions = true, CodePage = CodePage.Get("930") };
        Assert.That(Kit.Decode(copybook, "004F004B4040" + "41100000" + "00000000", options),
            Is.EqualTo(
                "{\"A\":\"OK\",\"A-OK\":true,\"B\":\"\",\"B-SPACE\":true,\"C\":1,\"C-ZERO\":false,\"C-ONE\":true,"
                    + "\"P\":\"00000000\",\"P-NULL\":true}"));
    }

    [Test]
    public void Every_page_of_the_list_is_there()
    {
        string[] names =
        [
            "037", "273", "274", "275", "276", "277", "278", "280", "284", "285", "290", "297", "300", "420", "424", "500", "838", "870",
            "871", "875", "1025", "1026", "1047", "1140", "1141", "1142", "1143", "1144", "1145", "1146", "1147", "1148", "1149", "1160",
            "930", "933", "935", "937", "939", "1364", "1388",
        ];
        Assert.That(
            names.Where(name => CodePage.Find(name) is not { IsEbcdic: true, Space: 0x40 } page
                || Encoding.ASCII.GetBytes("0123456789").Any(digit => page.ByteOf((char)digit) != 0xF0 + digit - '0')),
            Is.Empty);
    }
}
