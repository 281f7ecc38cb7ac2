using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>EBCDIC bytes worked out by hand or published.</summary>
internal sealed class HandComputedTests
{
    [TestCase("A COMP-1.", "43142EFC", "322.93652")]
    [TestCase("A COMP-1.", "C276A000", "-118.625")]
    [TestCase("A COMP-2.", "4110000000000000", "1")]
    [TestCase("A PIC S9(3).", "F1F2C3", "123")]
    [TestCase("A PIC S9(3).", "F1F2D3", "-123")]
    [TestCase("A PIC 9(3).", "F1F2C3", "123")]
    [TestCase("A PIC S9(3) SIGN LEADING.", "D1F2F3", "-123")]
    [TestCase("A PIC S9(3) SIGN LEADING SEPARATE.", "60F1F2F3", "-123")]
    [TestCase("A PIC S9(3) SIGN TRAILING SEPARATE.", "F1F2F34E", "123")]
    [TestCase("A PIC S9(5) COMP-3.", "12345D", "-12345")]
    [TestCase("A PIC S9(38) COMP-3.", "099999999999999999999999999999999999999C", "\"99999999999999999999999999999999999999\"")]
    [TestCase("A PIC S9(4) COMP.", "FFFE", "-2")]
    [TestCase("A PIC 9(4) COMP.", "FFFE", "65534")]
    [TestCase("A PIC S9(4) COMP-9.", "FEFF", "-2")]
    [TestCase("A PIC 9(4) COMP-6.", "1234", "1234")]
    [TestCase("A PIC VPP99 COMP-3.", "012F", "0.0012")]
    [TestCase("A PIC 99PP.", "F1F2", "1200")]
    [TestCase("A PIC N(2).", "00E90020", "\"é\"")]
    [TestCase("A PIC X(4).", "C1C27F40", "\"AB\\\"\"")]
    [TestCase("A PIC ZZ9.", "4040F7", "\"  7\"")]
    [TestCase("A POINTER.", "0000FFFF", "\"0000FFFF\"")]
    public void A_field_of_known_bytes_has_its_known_value_both_ways(string item, string hex, string value)
    {
        var codec = Kit.Codec(Kit.Layout("01 R. 05 " + item), new CodecOptions { KeepRaw = true });
        var json = Kit.Decode(codec, Convert.FromHexString(hex));
        var canonical = $"{{\"A\":{value}}}";
        var raw = $"{{\"A\":{value},\"A~raw\":\"{hex}\"}}";
        Assert.That(json, Is.EqualTo(canonical).Or.EqualTo(raw));
        Assert.That(Kit.Encode(codec, json), Is.EqualTo(hex));
    }

    [TestCase("037", "@ #", "7C407B")]
    [TestCase("297", "à#é", "7CB1C0")]
    [TestCase("1147", "€à", "9F7C")]
    [TestCase("500", "[]", "4A5A")]
    [TestCase("1047", "[]^", "ADBD5F")]
    [TestCase("274", "éà", "C07C")]
    [TestCase("275", "Éõ", "4AC0")]
    [TestCase("IBM-1140", "€", "9F")]
    public void A_code_page_reads_and_writes_what_sets_it_apart(string page, string text, string hex)
    {
        var codec = Kit.Codec(Kit.Layout($"01 R. 05 A PIC X({text.Length})."), new CodecOptions { CodePage = CodePage.Get(page) });
        Assert.That(Kit.Decode(codec, Convert.FromHexString(hex)), Is.EqualTo($"{{\"A\":\"{text}\"}}"));
        Assert.That(Kit.Encode(codec, $"{{\"A\":\"{text}\"}}"), Is.EqualTo(hex));
    }

    [Test]
    public void Every_single_byte_page_of_the_list_is_there()
    {
        string[] names =
        [
            "037", "273", "274", "275", "277", "278", "280", "284", "285", "290", "297", "420", "424", "500", "838", "870", "871", "875",
            "1025", "1026", "1047", "1140", "1141", "1142", "1143", "1144", "1145", "1146", "1147", "1148", "1149", "1160",
        ];
        Assert.That(names.Where(name => CodePage.Find(name) is not { IsEbcdic: true, Space: 0x40 }), Is.Empty);
        Assert.That(CodePage.Find("9999"), Is.Null);
    }

    [Test]
    public void A_malformed_number_names_field_offset_bytes_and_expectation() =>
        Assert.That(Kit.Decode("01 R. 05 N PIC X. 05 T OCCURS 2. 10 A PIC S9(3) COMP-3.", "C1123C1A3C"),
            Is.EqualTo("A number is malformed. T[2].A at byte 3: expected packed digits and a sign nibble C, D or F, found 1A3C."));

    [Test]
    public void A_lenient_policy_makes_a_malformed_number_null_and_counts_it()
    {
        var decoder = Kit.Codec(Kit.Layout("01 R. 05 A PIC 9(2). 05 B PIC 9."), new CodecOptions { LenientNumbers = true }).NewDecoder();
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.That(decoder.Decode([0x40, 0x40, 0xF5], 0, output), Is.Null);
        Assert.That(System.Text.Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo("{\"A\":null,\"B\":5}"));
        Assert.That(decoder.LenientNulls, Is.EqualTo(1));
    }

    [Test]
    public void Nulls_conditions_views_and_fillers_follow_their_policies()
    {
        const string copybook =
            "01 R. 05 A PIC X(2). 88 A-OK VALUE 'OK' 'YE'. 05 FILLER PIC X. 05 B PIC 9(2). 88 B-HIGH VALUE 50 THRU 99. "
                + "66 V RENAMES A THRU B.";
        var all = new CodecOptions { Nulls = NullPatterns.Spaces, Conditions = true, Views = true, KeepFiller = true };
        Assert.That(
            Kit.Decode(copybook, "D6D2C1F6F0", all),
            Is.EqualTo("{\"A\":\"OK\",\"A-OK\":true,\"FILLER-1\":\"A\",\"B\":60,\"B-HIGH\":true,\"V\":\"OKA60\"}"));
        Assert.That(
            Kit.Decode(copybook, "4040C14040", all with { KeepFiller = false, Views = false }),
            Is.EqualTo("{\"A\":null,\"A-OK\":false,\"B\":null,\"B-HIGH\":false}"));
    }

    [Test]
    public void A_view_behind_a_table_at_its_real_size_moves_with_it()
    {
        const string copybook =
            "01 R. 05 N PIC 9. 05 T PIC X OCCURS 1 TO 3 DEPENDING ON N. 05 A PIC 9(2). 05 B PIC X. 05 C PIC X. 66 V RENAMES A THRU B. "
                + "66 W RENAMES A. 66 TAIL RENAMES B THRU C. 66 ALL-OF RENAMES N THRU A.";
        var options = new CodecOptions { Views = true };
        Assert.That(Kit.Decode(copybook, "F1C1F1F2C2C3", options), Is.EqualTo(
            "{\"N\":1,\"T\":[\"A\"],\"A\":12,\"B\":\"B\",\"C\":\"C\",\"V\":\"12B\",\"W\":12,\"TAIL\":\"BC\",\"ALL-OF\":\"1A12\"}"));
        Assert.That(Kit.Decode(copybook, "F2C1C1F1F2C2C3", options), Is.EqualTo(
            "{\"N\":2,\"T\":[\"A\",\"A\"],\"A\":12,\"B\":\"B\",\"C\":\"C\",\"V\":\"12B\",\"W\":12,\"TAIL\":\"BC\",\"ALL-OF\":\"2AA12\"}"));
    }

    [TestCase("A PIC SVPP9(3) COMP-3.", "123C", "0.00123")]
    [TestCase("A PIC S9(3)PPP COMP.", "FF85", "-123000")]
    [TestCase("A PIC X(2) COMP-X.", "FFFE", "65534")]
    [TestCase("A PIC 9(7) COMP-X.", "00303A", "12346")]
    [TestCase("A PIC S9(9) COMP-9.", "FEFFFFFF", "-2")]
    [TestCase("A INDEX.", "00000007", "7")]
    [TestCase("A PIC 9(3) BLANK WHEN ZERO.", "404040", "0")]
    [TestCase("A PIC X(4) JUST.", "4040C1C2", "\"AB\"")]
    [TestCase("A PIC S9(3) SIGN TRAILING SEPARATE.", "F1F2F360", "-123")]
    [TestCase("A PIC S9(38).", "F1F2F3F4F5F6F7F8F9F0F1F2F3F4F5F6F7F8F9F0F1F2F3F4F5F6F7F8F9F0F1F2F3F4F5F6F7D8",
        "\"-12345678901234567890123456789012345678\"")]
    [TestCase("A PIC S9(18) COMP SYNC.", "FFFFFFFFFFFFFFFF", "-1")]
    [TestCase("A PIC $$,$$9.99CR.", "404040405BF54BF0F0C3D9", "\"    $5.00CR\"")]
    [TestCase("A PIC N(3) JUST.", "0020002000E9", "\"é\"")]
    public void An_item_of_a_rarer_kind_comes_back_from_hand_computed_bytes(string item, string hex, string value) =>
        A_field_of_known_bytes_has_its_known_value_both_ways(item, hex, value);

    [Test]
    public void Redefinitions_side_by_side_show_null_where_a_view_does_not_fit()
    {
        const string copybook = "01 R. 05 A PIC X(3). 05 B REDEFINES A PIC S9(5) COMP-3. 05 C PIC X.";
        Assert.That(Kit.Decode(copybook, "C1C2C3C4"), Is.EqualTo("{\"A\":\"ABC\",\"B\":null,\"C\":\"D\"}"));
    }

    [Test]
    public void Several_records_share_their_bytes_and_are_chosen_by_a_field()
    {
        const string copybook = "01 HEAD. 05 KIND PIC X. 05 N PIC 9(2). 01 LINE-REC. 05 K2 PIC X. 05 T PIC X(4).";
        var options = new CodecOptions
        {
            Redefines =
            [
                new() { Alternative = "HEAD", Field = "KIND", Values = ["H"] },
                new() { Alternative = "LINE-REC", Field = "KIND", Values = ["L"] },
            ],
        };
        Assert.That(Kit.Decode(copybook, "C8F1F2", options), Is.EqualTo("{\"HEAD\":{\"KIND\":\"H\",\"N\":12}}"));
        Assert.That(Kit.Decode(copybook, "D3C1C2C3C4", options), Is.EqualTo("{\"LINE-REC\":{\"K2\":\"L\",\"T\":\"ABCD\"}}"));
        Assert.That(Kit.Decode(copybook, "E7C1C2", options), Is.EqualTo(
            "No redefinition is chosen by the record. HEAD at byte 0: expected a record that fits one of the choices, found E7C1C2."));
    }

    [Test]
    public void Options_that_do_not_fit_the_layout_are_all_reported()
    {
        var layout = Kit.Layout("01 R. 05 A PIC X. 05 B REDEFINES A PIC 9. 05 C PIC 9.");
        var options = new CodecOptions
        {
            Redefines =
            [
                new() { Alternative = "X" }, new() { Alternative = "C" }, new() { Alternative = "B", Condition = "NONE" },
                new() { Alternative = "B", Field = "C", Values = ["Q"] },
            ],
            FieldCodePages = new Dictionary<string, CodePage> { ["Y"] = CodePage.Get("037") },
        };
        Assert.That(RecordCodec.Compile(layout, options).Problems.Select(problem => problem.Message), Is.EqualTo(new[]
        {
            "Expected the name of an item in the code pages of fields, found 'Y'.",
            "Expected the name of a redefinition, found 'X'.",
            "Expected an item that is redefined or redefines another, found 'C'.",
            "Expected the name of an 88 level of a leaf, found 'NONE'.",
            "Expected values that suit C: zoned digits, found Q.",
        }));
    }

    [TestCase(
        "{\"A\":1000}", "A value does not fit its field. A at byte 0: expected a positive number of 3 digits and scale 0, found 1000.")]
    [TestCase("{\"A\":-1}", "A value does not fit its field. A at byte 0: expected a positive number of 3 digits and scale 0, found -1.")]
    [TestCase(
        "{\"A\":true}",
        "A JSON value has the wrong shape for its field. A at byte 0: expected a positive number of 3 digits and scale 0, found true.")]
    [TestCase(
        "{\"A\":1,\"B\":\"€\"}",
        "A character is not in the field's code page. B at byte 3: expected text of at most 2 characters of code page 1047, found \"€\".")]
    [TestCase("{\"A\":1,\"X\":1}", "A JSON property names no field. record at byte 0: expected names of the group's items, found X.")]
    [TestCase(
        "{\"A\":1,\"B\":\"xyz\"}",
        "A value does not fit its field. B at byte 3: expected text of at most 2 characters of code page 1047, found \"xyz\".")]
    public void A_value_that_does_not_fit_is_refused_with_its_field(string json, string message) =>
        Assert.That(
            Kit.Encode(Kit.Codec(Kit.Layout("01 R. 05 A PIC 9(3). 05 B PIC X(2).")), json),
            Is.EqualTo(message.Replace("record", "R", StringComparison.Ordinal)));
}
