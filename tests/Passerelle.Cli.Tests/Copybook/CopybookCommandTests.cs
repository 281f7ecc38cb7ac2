using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Passerelle.Cli.Tests.Copybook;

/// <summary>The copybook commands as a whole process, on small extracts in EBCDIC (page 1047).</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class CopybookCommandTests
{
    private const string Account = "01 ACCOUNT. 05 KIND PIC X. 05 ID PIC 9(3). 05 NAME PIC X(4). 05 N PIC 9. 05 T PIC S9(3) COMP-3 OCCURS 0 TO 3 DEPENDING ON N.";

    // 1: ANNA with two amounts; 2: BEN with none; each with a record word.
    private const string Variable = "00110000 C1F0F0F1C1D5D5C1F2123C045D 000D0000 C1F0F0F2C2C5D540F0";
    private const string Json = "{\"KIND\":\"A\",\"ID\":1,\"NAME\":\"ANNA\",\"N\":2,\"T\":[123,-45]}\n{\"KIND\":\"A\",\"ID\":2,\"NAME\":\"BEN\",\"N\":0,\"T\":[]}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-copybook-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, true);

    [Test]
    public async Task Show_names_every_item_with_its_place()
    {
        var shown = await RunAsync("copybook", "show", Text("show.cpy", Account), "--json");
        var items = JsonDocument.Parse(shown.Output).RootElement.GetProperty("data").GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("path")} {item.GetProperty("offset")}+{item.GetProperty("length")}");
        Assert.That(items, Is.EqualTo(new[] { "ACCOUNT 0+15", "KIND 0+1", "ID 1+3", "NAME 4+4", "N 8+1", "T 9+2" }));
        Assert.That((await RunAsync("copybook", "show", Text("show.cpy", Account))).Output, Does.Contain("0 to 3 by N").And.Contain("Records of at most 15 bytes: tables make them vary."));
    }

    [Test]
    public async Task Show_reports_every_problem_of_a_copybook()
    {
        var shown = await RunAsync("copybook", "show", Text("bad.cpy", "01 R. 05 A PIC X(. 05 B PIC 9 BANANA."));
        Assert.That(shown.Code, Is.EqualTo(1));
        Assert.That(shown.Error, Does.Contain("PSR-2501").And.Contain("PSR-2500").And.Contain("Expected a clause or a period, found 'BANANA'."));
    }

    [Test]
    public async Task Decode_and_encode_give_the_same_bytes()
    {
        var (copybook, file) = (Text("both.cpy", Account), Bytes("both.bin", Variable));
        var decoded = await RunAsync("copybook", "decode", file, "--copybook", copybook, "-f", "V");
        Assert.That((decoded.Code, decoded.Output, decoded.Error), Is.EqualTo((0, Json, "")));
        var again = Path.Combine(_folder, "again.bin");
        var encoded = await RunAsync("copybook", "encode", Text("both.jsonl", Json), "--copybook", copybook, "-f", "V", "-o", again);
        Assert.That((encoded.Code, Convert.ToHexString(File.ReadAllBytes(again))), Is.EqualTo((0, Variable.Replace(" ", "", StringComparison.Ordinal))));
    }

    [Test]
    public async Task Decode_reads_gzip_and_stops_at_the_limit()
    {
        var file = Path.Combine(_folder, "zipped.gz");
        await using (var gzip = new GZipStream(File.Create(file), CompressionMode.Compress)) gzip.Write(Convert.FromHexString(Variable.Replace(" ", "", StringComparison.Ordinal)));
        var decoded = await RunAsync("copybook", "decode", file, "--copybook", Text("zip.cpy", Account), "-f", "V", "-n", "1");
        Assert.That((decoded.Code, decoded.Output), Is.EqualTo((0, Json[..(Json.IndexOf('\n', StringComparison.Ordinal) + 1)])));
    }

    [Test]
    public async Task A_bad_record_goes_to_its_file_with_reason_and_bytes_and_the_rest_goes_on()
    {
        var bad = Path.Combine(_folder, "bad.jsonl");
        var file = Bytes("part.bin", "C1F0F0F1C1D5D5C1F0 C1404040C1D5D5C1F0 C1F0F0F3C1D5D5C1F0");
        var decoded = await RunAsync("copybook", "decode", file, "--copybook", Text("part.cpy", "01 R. 05 KIND PIC X. 05 ID PIC 9(3). 05 NAME PIC X(5)."), "--bad", bad);
        Assert.That((decoded.Code, decoded.Output), Is.EqualTo((3, "{\"KIND\":\"A\",\"ID\":1,\"NAME\":\"ANNA0\"}\n{\"KIND\":\"A\",\"ID\":3,\"NAME\":\"ANNA0\"}\n")));
        Assert.That(File.ReadAllText(bad), Is.EqualTo("{\"record\":2,\"byteOffset\":9,\"length\":9,\"code\":\"PSR-2600\",\"field\":\"ID\",\"expected\":\"zoned digits\",\"found\":\"404040\","
            + "\"message\":\"A number is malformed. ID at byte 10: expected zoned digits, found 404040.\",\"remedy\":\"Correct the record, or check the copybook, the code page and the sign options.\",\"bytes\":\"C1404040C1D5D5C1F0\"}\n"));
        Assert.That(decoded.Error, Does.Contain("3 records, 1 bad"));
    }

    [Test]
    public async Task Segments_become_nested_records_between_header_and_trailer()
    {
        const string copybook = "01 HEAD. 05 K PIC X. 05 D PIC 9(2). 01 ORD. 05 K PIC X. 05 ID PIC 9(2). 01 LIN. 05 K PIC X. 05 QTY PIC 9(2).";
        var file = Bytes("segments.bin", "C8F0F1 D6F0F7 D3F1F1 D3F1F2 D6F0F8 E3F0F4");
        var decoded = await RunAsync("copybook", "decode", file, "--copybook", Text("segments.cpy", copybook), "--header", "HEAD=HEAD.K:H", "--trailer", "HEAD=HEAD.K:T",
            "--segment", "ORD=HEAD.K:O", "--segment", "LIN<ORD=HEAD.K:L");
        Assert.That((decoded.Code, decoded.Output), Is.EqualTo((0, "{\"K\":\"O\",\"ID\":7,\"LIN\":[{\"K\":\"L\",\"QTY\":11},{\"K\":\"L\",\"QTY\":12}]}\n{\"K\":\"O\",\"ID\":8,\"LIN\":[]}\n")), decoded.Error);
    }

    [Test]
    public async Task The_tax_accounts_of_the_sample_come_back_with_header_trailer_and_segments()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises");
        var file = Path.Combine(folder, "inbox", "tax-accounts", "TAXACCT.20260630.dat");
        string[] options =
        [
            "--copybook", Path.Combine(folder, "copybooks", "tax-accounts.cpy"), "-f", "V", "-c", "1147", "--keep-raw", "--header", "HEADER-REC=HD-TYPE:H", "--trailer", "TRAILER-REC=TR-TYPE:T",
            "--segment", "ACCOUNT-REC=AC-TYPE:A", "--segment", "TAX-LINE-REC<ACCOUNT-REC=TL-TYPE:L", "--segment", "PAYMENT-REC<TAX-LINE-REC=PY-TYPE:P",
        ];
        await Same(file, options);
        await Same(file, [.. options, "--flatten"]);
    }

    [Test]
    public async Task Blocks_header_order_and_bytes_around_come_back()
    {
        const string copybook = "01 HEAD. 05 K PIC X. 05 D PIC 9(2). 01 ORD. 05 K PIC X. 88 IS-ORDER VALUE 'O'. 05 ID PIC 9(2). 01 LIN. 05 K PIC X. 05 QTY PIC 9(2). 01 NOT. 05 K PIC X. 05 N PIC 9(2).";
        // One block with header and order, one with the note before the line; a byte before every record, two before the file and one after it.
        var file = Bytes("around.bin", "CAFE 00140000 00080000 00C8F0F1 00080000 01D6F0F7 00140000 00080000 00D5F1F1 00080000 00D3F1F2 FF");
        var decoded = await Same(file, "--copybook", Text("around.cpy", copybook), "-f", "VB", "--file-start", "2", "--file-end", "1", "--record-start", "1", "--keep-raw",
            "--header", "HEAD=HEAD.K:H", "--segment", "ORD=IS-ORDER", "--segment", "LIN<ORD=LIN.K:L", "--segment", "NOT<ORD=NOT.K:N");
        Assert.That(decoded, Is.EqualTo("{\"~bytes\":\"CAFE\"}\n{\"K\":\"H\",\"D\":1,\"~segment\":\"HEAD\",\"~block\":true}\n"
            + "{\"K\":\"O\",\"ID\":7,\"~before\":\"01\",\"LIN\":[{\"K\":\"L\",\"QTY\":12}],\"NOT\":[{\"K\":\"N\",\"N\":11,\"~block\":true}],\"~order\":[\"NOT\",\"LIN\"]}\n{\"~bytes\":\"FF\"}\n"));
    }

    [Test]
    public async Task Lines_and_their_ends_come_back_without_segments()
    {
        var file = Bytes("ends.bin", "41310D0A 42320A 43");
        Assert.That(await Same(file, "--copybook", Text("ends.cpy", "01 R. 05 A PIC X. 05 B PIC X."), "-f", "lines", "--pad-lines", "-c", "latin1", "--keep-raw"),
            Is.EqualTo("{\"A\":\"A\",\"B\":\"1\",\"~after\":\"0D0A\"}\n{\"A\":\"B\",\"B\":\"2\"}\n{\"A\":\"C\",\"B\":\"\",\"~after\":\"\"}\n"));
    }

    [Test]
    public async Task A_record_that_ends_with_a_shorter_redefinition_is_read_and_comes_back()
    {
        const string copybook = "01 R. 05 K PIC X. 05 LONG-BODY PIC X(6). 05 SHORT-BODY REDEFINES LONG-BODY PIC X(2).";
        var file = Bytes("short.bin", "000B0000 D3C1C2C3C4C5C6 00070000 E2C1C2");
        Assert.That(await Same(file, "--copybook", Text("short.cpy", copybook), "-f", "V", "--keep-raw", "--segment", "LONG-BODY=K:L", "--segment", "SHORT-BODY=K:S"),
            Does.Contain("\"SHORT-BODY\":\"AB\""));
    }

    [TestCase("--segment", "ORD=ORD.K:O", "--segment", "ORD=ORD.K:P", "PSR-7052: --segment: expected every item once, found 'ORD'.")]
    [TestCase("--segment", "ORD<LIN=ORD.K:O", "--segment", "LIN<ORD=LIN.K:L", "PSR-7052: --segment: expected segments that belong to each other as a tree, found 'ORD<LIN'.")]
    [TestCase("--segment", "LIN<ORD=LIN.K:L", "PSR-7052: --segment: expected a parent that is a segment itself, found 'ORD'.")]
    [TestCase("--header", "BANANA=LIN.K:L", "PSR-7052: --header: expected an item of the copybook, found 'BANANA'.")]
    [TestCase("--trailer", "LIN=BANANA", "PSR-7052: --trailer: expected the name of an 88 level of a leaf, found 'BANANA'.")]
    public async Task A_segment_that_cannot_be_is_named_with_its_option(params string[] arguments)
    {
        var copybook = Text("wrong.cpy", "01 ORD. 05 K PIC X. 05 ID PIC 9(2). 01 LIN. 05 K PIC X. 05 QTY PIC 9(2).");
        var encoded = await RunAsync(["copybook", "encode", Text("wrong.jsonl", ""), "--copybook", copybook, .. arguments[..^1]]);
        Assert.That((encoded.Code, encoded.Error.Split(Environment.NewLine)[0]), Is.EqualTo((1, arguments[^1])));
    }

    [TestCase("-f V", Variable, "--framing V --code-page 1147")]
    [TestCase("inclusive little", "11000000 C1F0F0F1C1D5D5C1F2123C045D 0D000000 C1F0F0F2C2C5D540F0", "--framing V --length-order little --code-page 1147")]
    [TestCase("exclusive", "000D0000 C1F0F0F1C1D5D5C1F2123C045D 00090000 C1F0F0F2C2C5D540F0", "--framing V --length-excludes-word --code-page 1147")]
    [TestCase("blocked", "00220000 00110000 C1F0F0F1C1D5D5C1F2123C045D 000D0000 C1F0F0F2C2C5D540F0", "--framing VB --code-page 1147")]
    [TestCase("full tables", "C1F0F0F1C1D5D5C1F2123C045D0000 C1F0F0F2C2C5D540F0000000000000", "--framing F --code-page 1147 --odo full")]
    [TestCase("lines of ASCII", "41303031414E4E41300A 4130303242454E20300A", "--framing lines --code-page latin1")]
    public async Task Detect_proposes_the_options_that_read_the_file(string name, string hex, string options)
    {
        var (file, copybook) = (Bytes($"{name}.bin", hex), Text($"{name}.cpy", Account));
        var detected = await RunAsync("copybook", "detect", file, "--copybook", copybook, "--json");
        var root = JsonDocument.Parse(detected.Output).RootElement.GetProperty("data");
        Assert.That(root.GetProperty("ways")[0].GetProperty("options").GetString(), Is.EqualTo(options));
        Assert.That(root.GetProperty("records")[0].GetProperty("fields")[1].GetProperty("hex").GetString(), Is.EqualTo(options.Contains("latin1", StringComparison.Ordinal) ? "303031" : "F0F0F1"));
        Assert.That(detected.Code, Is.Zero);
    }

    // Sizes 1, 2 and 3 as COMP, totals as COMP-5; written by a PC and by the mainframe; then a binary count of a table.
    [TestCase("little and little", "C101000A000000C202000B000000C303000C000000", "05 K PIC X. 05 S PIC 9(4) COMP. 05 T PIC S9(9) COMP-5.", "--framing F --code-page 1147 --little-endian --native-little-endian")]
    [TestCase("big and little", "C100010A000000C200020B000000C300030C000000", "05 K PIC X. 05 S PIC 9(4) COMP. 05 T PIC S9(9) COMP-5.", "--framing F --code-page 1147 --native-little-endian")]
    [TestCase("little count", "00090000C10200D1D2 00080000C20100D3", "05 K PIC X. 05 N PIC 9(4) COMP. 05 T PIC X OCCURS 0 TO 9 DEPENDING ON N.", "--framing V --code-page 1147 --little-endian")]
    public async Task Detect_proposes_the_byte_order_of_binary_items(string name, string hex, string items, string options)
    {
        var (file, copybook) = (Bytes($"{name}.bin", hex), Text($"{name}.cpy", $"01 R. {items}"));
        var detected = await RunAsync("copybook", "detect", file, "--copybook", copybook, "--json");
        var way = JsonDocument.Parse(detected.Output).RootElement.GetProperty("data").GetProperty("ways")[0];
        Assert.That(way.GetProperty("options").GetString(), Is.EqualTo(options));
        Assert.That(way.GetProperty("evidence").EnumerateArray().Select(sentence => sentence.GetString()), Has.Some.Contain("-endian: 2 of 2 values").Or.Some.Contain("-endian: 3 of 3 values"));
    }

    [Test]
    public async Task Detect_says_when_nothing_reads_the_file()
    {
        var detected = await RunAsync("copybook", "detect", Bytes("noise.bin", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"), "--copybook", Text("noise.cpy", Account));
        Assert.That((detected.Code, detected.Error.Split(Environment.NewLine)[0]), Is.EqualTo((4, "PSR-7053: No record of the file decodes in any record format, in EBCDIC or in ASCII.")));
    }

    [Test]
    public async Task Records_of_several_lengths_ask_for_a_record_format()
    {
        var decoded = await RunAsync("copybook", "decode", Bytes("none.bin", Variable), "--copybook", Text("none.cpy", Account));
        Assert.That((decoded.Code, decoded.Error.ReplaceLineEndings("\n")), Is.EqualTo((1, "PSR-7052: --framing: expected a record format, because records have several lengths, found 'nothing'.\n  Give one, or let 'passerelle copybook detect' find it.\n")));
    }

    /// <summary>Decodes a file and encodes what that gave: the same bytes. Gives the lines.</summary>
    private async Task<string> Same(string file, params string[] options)
    {
        var (lines, again) = (Path.Combine(_folder, $"{Guid.NewGuid()}.jsonl"), Path.Combine(_folder, $"{Guid.NewGuid()}.bin"));
        var decoded = await RunAsync(["copybook", "decode", file, "-o", lines, .. options]);
        Assert.That((decoded.Code, decoded.Error), Is.EqualTo((0, "")));
        var encoded = await RunAsync(["copybook", "encode", lines, "-o", again, .. options]);
        Assert.That((encoded.Code, encoded.Error), Is.EqualTo((0, "")));
        Assert.That(Convert.ToHexString(File.ReadAllBytes(again)), Is.EqualTo(Convert.ToHexString(File.ReadAllBytes(file))));
        return File.ReadAllText(lines);
    }

    private string Text(string name, string text)
    {
        var path = Path.Combine(_folder, name.Replace(' ', '-'));
        File.WriteAllText(path, text);
        return path;
    }

    private string Bytes(string name, string hex)
    {
        var path = Path.Combine(_folder, name.Replace(' ', '-'));
        File.WriteAllBytes(path, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "passerelle.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["NO_COLOR"] = "1" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
