using System.Text;
using System.Text.Json;
using CsCheck;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>Random layouts and bytes: what is decoded with raw bytes kept is written back as it was.</summary>
internal sealed class PropertyTests
{
    private static readonly string[] Pictures =
    [
        "PIC X(5)", "PIC 9(4)", "PIC S9(3)V99", "PIC S9(5)V99 COMP-3", "PIC 9(4) COMP-3", "PIC S9(4) COMP", "PIC 9(9) COMP SYNC",
        "PIC S9(30) COMP-3", "PIC S9(18) COMP-5", "PIC 9(3) COMP-6", "COMP-1", "COMP-2", "PIC N(3)", "PIC S99 SIGN LEADING SEPARATE",
        "PIC S99 SIGN LEADING", "PIC X(3) JUST RIGHT", "PIC 99PP", "PIC VPP9 COMP-3", "PIC 9(20) COMP", "PIC S9(3) COMP-9",
        "PIC X(4) COMP-X", "PIC ZZ9.99", "PIC 9(3) BLANK WHEN ZERO", "PIC G(2)", "POINTER",
    ];

    private static readonly string[] Usages = ["", " COMP-3", " COMP", " COMP-5", " SIGN LEADING", " SIGN TRAILING SEPARATE"];

    private static readonly Gen<string> Leaf = Gen.Select(
        OneOf(Pictures), Gen.Int[0, 3], (picture, occurs) => occurs > 1 ? $"{picture} OCCURS {occurs}" : picture);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Copybook(string[] leaves, int group)
    {
        var text = new StringBuilder("01 R. 05 CNT PIC 9.\n");
        for (var i = 0; i < leaves.Length; i++)
        {
            if (i == 2)
                text.Append(group switch { 0 => "05 G OCCURS 2.\n", 1 => "05 G OCCURS 0 TO 3 DEPENDING ON CNT.\n", _ => "05 G.\n" });
            text.Append(i < 2 ? "05" : "10").Append(i % 3 == 1 ? " FILLER " : $" F{i} ").Append(leaves[i]).Append(".\n");
        }

        if (leaves.Length > 2 && group == 2) text.Append("05 RED REDEFINES G PIC X(2).\n");
        return text.ToString();
    }

    [Test]
    public void Decoding_and_encoding_random_bytes_of_random_layouts_gives_the_same_bytes() =>
        Gen.Select(Leaf.Array[1, 6], Gen.Int[0, 2], Gen.Byte.Array[400], Gen.Bool, Gen.Int[0, 3]).Sample(
            (leaves, group, bytes, full, count) =>
            {
                var layout = Kit.Layout(Copybook(leaves, group), new CopybookOptions { Odo = full ? OdoStorage.Full : OdoStorage.Real });
                var codec = Kit.Codec(layout, new CodecOptions
                {
                    KeepRaw = true,
                    LenientNumbers = true,
                    AllowLong = true,
                    Nulls = NullPatterns.Spaces | NullPatterns.LowValues,
                    Trim = TrimPolicy.Both,
                });
                bytes[0] = (byte)(0xF0 + count);
                var json = Kit.Decode(codec, bytes);
                Assert.That(Kit.Encode(codec, json), Is.EqualTo(Convert.ToHexString(bytes)), () => Copybook(leaves, group) + json);
            }, iter: 1500, seed: "0000KJdXsq61");

    [Test]
    public void Every_number_of_a_picture_comes_back_from_its_bytes() =>
        Gen.Select(Gen.Int[1, 18], Gen.Int[0, 6], Gen.Long, OneOf(Usages)).Sample((digits, scale, seed, usage) =>
        {
            scale = Math.Min(scale, digits - 1);
            var magnitude = (decimal)(seed % (long)Math.Pow(10, digits));
            for (var i = 0; i < scale; i++) magnitude /= 10m;
            var text = magnitude.ToString("F" + scale, System.Globalization.CultureInfo.InvariantCulture);
            if (text.Trim('-', '0', '.').Length == 0) text = text.TrimStart('-');
            var picture = $"S9({digits - scale}){(scale > 0 ? $"V9({scale})" : "")}";
            var codec = Kit.Codec(Kit.Layout($"01 R. 05 A PIC {picture}{usage}."));
            var json = $"{{\"A\":{text}}}";
            Assert.That(Kit.Decode(codec, Convert.FromHexString(Kit.Encode(codec, json))), Is.EqualTo(json));
        }, iter: 2000, seed: "0000KJdXsq62");

    [Test]
    public void No_text_of_random_COBOL_words_throws_or_hangs()
    {
        string[] words =
        [
            "01", "05", "10", "66", "77", "88", "99", "A", "B", "FILLER", "PIC", "X(3)", "S9(5)V99", "9(", "COMP-3", "OCCURS", "3", "TO",
            "99999999", "DEPENDING", "ON", "REDEFINES", "RENAMES", "THRU", "VALUE", "'a'", "'open", "ZERO", ".", ".\n", "SYNC", "COMP",
            "COPY", "M", "REPLACING", "==A==", "BY", "==B", "INDEXED", "SIGN", "LEADING", "\n      -", "\n      *", "N'x'", "USAGE",
            "SKIP1",
        ];
        var options = new CopybookOptions { Resolver = (name, _) => new CopyMember(name, "05 A PIC X. COPY N. COPY O.") };
        OneOf(words).Array[0, 60].Sample(chosen =>
        {
            var result = CopybookLayout.Parse(options, new CopyMember("fuzz", string.Join(' ', chosen)));
            Assert.That(result.Layout is null, Is.EqualTo(result.Problems.Count > 0));
            if (result.Layout is { MaxLength: < 100_000 } layout) DecodeNoise(layout);
        }, iter: Fuzz.Cases, seed: "0000KJdXsq63");
    }

    [Test]
    public void No_JSON_makes_the_encoder_throw()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ",", ":", "\"CNT\"", "\"T\"", "\"T~raw\"", "\"A\"", "\"A~raw\"", "\"R\"", "\"~tail\"", "1", "-1", "2",
            "1e9", "1.5", "\"F1\"", "\"\\ud800\"", "null", "true", "99999999999999999999999999999999999999999",
        ];
        var codec = Kit.Codec(
            Kit.Layout("01 R. 05 CNT PIC 9. 05 A PIC X(2). 05 R2 REDEFINES A PIC S9(3) COMP-3. "
                + "05 T PIC S9V9 OCCURS 0 TO 3 DEPENDING ON CNT."),
            new CodecOptions { KeepRaw = true });
        OneOf(pieces).Array[0, 14].Sample(
            chosen => Assert.That(Kit.Encode(codec, string.Concat(chosen)), Is.Not.Empty),
            iter: Fuzz.Cases,
            seed: "0000KJdXsq64");
        Gen.Select(OneOf(pieces[6..]), OneOf(pieces[13..]), OneOf(pieces[13..])).Sample(
            (name, value, count) => Assert.That(Kit.Encode(codec, $"{{\"CNT\":{count},{name}:[{value}],\"A\":{value}}}"), Is.Not.Empty),
            iter: Fuzz.Cases,
            seed: "0000KJdXsq65");
    }

    [Test, CancelAfter(20_000)]
    public void A_huge_copybook_of_redefinitions_takes_time_in_proportion(CancellationToken cancelled)
    {
        var text = new StringBuilder("01 R. 05 A PIC X. 05 N PIC 9.\n");
        for (var i = 0; i < 50_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"05 B{i} REDEFINES A PIC X.\n");
        var layout = Kit.Layout(text.ToString());
        Assert.That((layout.Root.Children.Count, layout.MaxLength, cancelled.IsCancellationRequested), Is.EqualTo((50_002, 2, false)));
    }

    private static void DecodeNoise(CopybookLayout layout)
    {
        var noise = new byte[Math.Min(layout.MaxLength, 500)];
        new Random(noise.Length).NextBytes(noise);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var failure = Kit.Codec(layout, new CodecOptions { KeepRaw = true, Views = true }).NewDecoder().Decode(noise, 0, output);
        if (failure is null) JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 256 }).Dispose();
    }
}
