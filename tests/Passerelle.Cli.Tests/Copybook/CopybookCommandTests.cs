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
