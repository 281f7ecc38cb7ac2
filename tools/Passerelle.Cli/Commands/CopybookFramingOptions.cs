using System.CommandLine;
using System.Globalization;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Framing;

namespace Passerelle.Cli.Commands;

/// <summary>Options that say how records follow each other.</summary>
internal sealed class CopybookFramingOptions
{
    private static readonly string[] Formats = ["F", "FB", "V", "VB", "VS", "VBS", "U", "lines", "gnucobol", "micro-focus", "computed"];

    private readonly Option<string?> _format = new("--framing", "-f") { Description = "Record format. FB has no block words unless --block-words is given; V has none, VB has. Without it: F when all records have one length.", HelpName = string.Join('|', Formats) };
    private readonly Option<int?> _length = new("--record-length") { Description = "Bytes of a fixed record; the layout's own without it. For U: bytes of a block.", HelpName = "BYTES" };
    private readonly Option<bool> _blocks = new("--block-words") { Description = "FB and U: a block word stands before each block." };
    private readonly Option<int> _blockLength = new("--block-length") { Description = "The greatest block that 'encode' writes.", DefaultValueFactory = _ => 32_760, HelpName = "BYTES" };
    private readonly Option<string> _order = CopybookLayoutOptions.Choice("--length-order", "Byte order of the record word.", "big", "big", "little");
    private readonly Option<bool> _exclusive = new("--length-excludes-word") { Description = "The record word's length does not count the word itself." };
    private readonly Option<int> _wordBytes = new("--word-bytes") { Description = "Bytes of the record word.", DefaultValueFactory = _ => 4, HelpName = "1-8" };
    private readonly Option<int> _lengthBytes = new("--length-bytes") { Description = "Bytes of the length in the record word.", DefaultValueFactory = _ => 2, HelpName = "1-4" };
    private readonly Option<int> _adjust = new("--length-adjust") { Description = "Added to every length that is read.", HelpName = "BYTES" };
    private readonly Option<int> _varseq = new("--varseq") { Description = "GnuCOBOL's COB_VARSEQ_FORMAT.", HelpName = "0-3" };
    private readonly Option<string> _lineEnd = CopybookLayoutOptions.Choice("--line-end", "What ends a line; nel is 15, ebcdic-lf is 25.", "any", "any", "lf", "crlf", "cr", "nel", "ebcdic-lf");
    private readonly Option<bool> _pad = new("--pad-lines") { Description = "Lines were cut at their last character: fill them up to the layout's length." };
    private readonly Option<string?> _field = new("--length-field") { Description = "computed: the item whose number is the record's length.", HelpName = "ITEM" };
    private readonly Option<string?> _expression = new("--length-expression") { Description = "computed: the length from items and numbers, such as '20 + COUNT * 12'.", HelpName = "EXPRESSION" };
    private readonly Option<string?> _type = new("--length-by-type") { Description = "computed: the length by the value of an item, such as KIND:H=80,D=120.", HelpName = "ITEM:VALUE=BYTES,..." };
    private readonly Option<int> _start = new("--file-start") { Description = "Bytes before the first record.", HelpName = "BYTES" };
    private readonly Option<int> _end = new("--file-end") { Description = "Bytes after the last record.", HelpName = "BYTES" };
    private readonly Option<int> _recordStart = new("--record-start") { Description = "Bytes of each record before its data.", HelpName = "BYTES" };
    private readonly Option<int> _recordEnd = new("--record-end") { Description = "Bytes of each record after its data.", HelpName = "BYTES" };

    public CopybookFramingOptions() => _format.AcceptOnlyFromAmong(Formats);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _format, _length, _blocks, _blockLength, _order, _exclusive, _wordBytes, _lengthBytes, _adjust, _varseq, _lineEnd, _pad, _field, _expression, _type, _start, _end, _recordStart, _recordEnd }) command.Add(option);
    }

    public bool IsGiven(ParseResult result) => result.GetValue(_format) is not null;

    public FrameOptions Read(ParseResult result, RecordCodec codec)
    {
        var format = result.GetValue(_format) ?? (codec.Layout.Root.IsVariable ? throw CopybookCliErrors.Bad("--framing", "a record format, because records have several lengths", "nothing", "Give one, or let 'passerelle copybook detect' find it.") : "F");
        var options = Form(format, result, codec) with
        {
            FileStartBytes = result.GetValue(_start),
            FileEndBytes = result.GetValue(_end),
            RecordStartBytes = result.GetValue(_recordStart),
            RecordEndBytes = result.GetValue(_recordEnd),
            BlockLength = result.GetValue(_blockLength),
        };
        return options.Problem() is { } problem ? throw CopybookCliErrors.Bad("--framing", $"options that go together ({problem.Option})", format, $"{problem.Message} {problem.Hint}") : options;
    }

    private FrameOptions Form(string format, ParseResult result, RecordCodec codec)
    {
        var length = result.GetValue(_length) ?? codec.Layout.MaxLength;
        var word = new LengthWord
        {
            Size = result.GetValue(_wordBytes),
            LengthBytes = Math.Min(result.GetValue(_lengthBytes), result.GetValue(_wordBytes)),
            BigEndian = result.GetValue(_order) == "big",
            Inclusive = !result.GetValue(_exclusive),
            Adjustment = result.GetValue(_adjust),
        };
        return format switch
        {
            "F" or "FB" => FrameOptions.Fixed(length, result.GetValue(_blocks)),
            "V" or "VB" => FrameOptions.Variable(word, blocked: format == "VB"),
            "VS" or "VBS" => FrameOptions.Variable(word, blocked: format == "VBS", spanned: true),
            "U" => new FrameOptions { Format = RecordFormat.Undefined, RecordLength = result.GetValue(_length) ?? 0, BlockWord = result.GetValue(_blocks) ? LengthWord.Rdw : null },
            "gnucobol" => FrameOptions.GnuCobol(result.GetValue(_varseq)),
            "micro-focus" => FrameOptions.MicroFocus(),
            "computed" => FrameOptions.Computed(Rule(result, codec)),
            _ => FrameOptions.Lines(End(result.GetValue(_lineEnd)!)) with { PadTo = result.GetValue(_pad) ? length : 0, CutBlanks = result.GetValue(_pad), Blank = codec.Options.CodePage.Space },
        };
    }

    private static LineEnd End(string name) => name switch
    {
        "lf" => LineEnd.Lf,
        "crlf" => LineEnd.CrLf,
        "cr" => LineEnd.Cr,
        "nel" => LineEnd.Nel,
        "ebcdic-lf" => LineEnd.EbcdicLf,
        _ => LineEnd.Any,
    };

    private LengthRule Rule(ParseResult result, RecordCodec codec)
    {
        if (result.GetValue(_field) is { } field) return new LengthByField(Number(codec, "--length-field", field)) { Adjustment = result.GetValue(_adjust) };
        if (result.GetValue(_expression) is { } text)
        {
            var expression = LengthExpression.Parse(text, out var problem) ?? throw CopybookCliErrors.Bad("--length-expression", problem, text, "Use items, whole numbers, + - * / and brackets.");
            return new LengthByExpression(expression, [.. expression.Names.Select(name => Number(codec, "--length-expression", name))]);
        }

        return result.GetValue(_type) is { } types
            ? ByType(codec, types)
            : throw CopybookCliErrors.Bad("--framing computed", "--length-field, --length-expression or --length-by-type", "none of them", "Say how a record tells its length.");
    }

    private static HeadNumber Number(RecordCodec codec, string option, string item)
    {
        var field = codec.NewFieldReader(item)?.Field ?? throw CopybookCliErrors.Bad(option, "an item at a fixed place", item, "Name an item that stands before all tables with DEPENDING ON.");
        var form = field.Usage switch
        {
            Usage.Packed => NumberForm.Packed,
            Usage.Binary or Usage.ByteBinary when codec.Options.BinaryBigEndian => NumberForm.BigEndian,
            Usage.NativeBinary when codec.Options.NativeBigEndian => NumberForm.BigEndian,
            Usage.Display => NumberForm.Digits,
            _ => NumberForm.LittleEndian,
        };
        return new HeadNumber(field.Offset, field.Length, form);
    }

    private static LengthByType ByType(RecordCodec codec, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var field = colon > 0 ? codec.NewFieldReader(text[..colon])?.Field : null;
        if (field is null) throw CopybookCliErrors.Bad("--length-by-type", "ITEM:VALUE=BYTES,... with an item at a fixed place", text, "Name the item first.");
        var types = new List<(byte[], int)>();
        foreach (var pair in text[(colon + 1)..].Split(','))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !int.TryParse(pair[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)) throw CopybookCliErrors.Bad("--length-by-type", "VALUE=BYTES", pair, "Give every value its record length.");
            types.Add(([.. pair[..at].PadRight(field.Length).Select(character => (byte)Math.Max(0, codec.Options.CodePage.ByteOf(character)))], length));
        }

        return new LengthByType(field.Offset, types);
    }

    /// <summary>The options that give this framing, as they are typed.</summary>
    public static string Typed(FrameOptions framing, int layoutLength)
    {
        var blocked = framing.BlockWord is not null;
        var word = framing.RecordWord;
        var variable = (word.BigEndian ? "" : " --length-order little") + (word.Inclusive ? "" : " --length-excludes-word")
            + (word.Size == 4 ? "" : $" --word-bytes {word.Size}") + (word.LengthBytes == 2 ? "" : $" --length-bytes {word.LengthBytes}");
        return framing.Format switch
        {
            RecordFormat.Fixed => "--framing F" + (blocked ? "B --block-words" : "") + (framing.RecordLength == layoutLength ? "" : $" --record-length {framing.RecordLength}"),
            RecordFormat.Variable => $"--framing V{(blocked ? "B" : "")}{variable}",
            RecordFormat.Spanned => $"--framing V{(blocked ? "B" : "")}S",
            RecordFormat.MicroFocus => "--framing micro-focus",
            RecordFormat.Text => "--framing lines" + framing.LineEnd switch { LineEnd.Any => "", LineEnd.EbcdicLf => " --line-end ebcdic-lf", var end => $" --line-end {end.ToString().ToLowerInvariant()}" } + (framing.PadTo > 0 ? " --pad-lines" : ""),
            _ => "--framing U",
        };
    }
}
