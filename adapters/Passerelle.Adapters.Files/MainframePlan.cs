using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Adapters.Files;

/// <summary>Makes the plan of a mainframe extract from its options and copybooks.</summary>
internal sealed class MainframePlan(IOptionReader options, RecordOptions records, string workspace)
{
    private readonly CodecOptions _codecOptions = MainframeOptions.Codec(options);
    private readonly CopybookFiles _files = new(workspace, options.TextList("copyFolders"), MainframeOptions.Copybook(options));

    public RecordPlan Compile()
    {
        var layout = _files.Read(options.TextList("copybooks"));
        var framing = Framing(layout);
        var isText = framing.Format == RecordFormat.Text;
        var segments = options.ObjectList("segments");
        SegmentType[] types = segments.Count == 0
            ? [new("RECORD", new CopybookSegment(Codec(layout, null), null, isText ? 0 : int.MaxValue, _codecOptions.CodePage.Space))]
            : [.. segments.Select(segment => Segment(segment, layout, isText))];
        return new(framing, records.Rules(types, skipEmpty: isText), Findings(layout, framing));
    }

    private SegmentType Segment(IOptionReader o, CopybookLayout shared, bool isText)
    {
        var layout = o.Text("copybook") is { } own ? _files.Read([own]) : shared;
        var name = o.Text("name")!;
        var only = o.Text("record") is { } record ? Record(layout, record, name) : null;
        var alternative = o.Text("redefine") is { } redefine ? Item(layout, redefine, name) : null;
        var codec = Codec(layout, only is null ? alternative : layout.Root.Level == 0 ? only : null);
        var atLeast = isText ? 0 : alternative is null ? int.MaxValue : CopybookSegment.Shortest(layout, alternative);
        var segment = new CopybookSegment(
            codec, layout.Root.Level == 0 ? only : null, atLeast, isText ? _codecOptions.CodePage.Space : (byte)0);
        return RecordOptions.Place(new(name, segment) { Test = Test(o, codec, only, name) }, o);
    }

    private static CopybookField Record(CopybookLayout layout, string record, string segment)
    {
        if (layout.Root.Name.Equals(record, StringComparison.OrdinalIgnoreCase)) return layout.Root;
        return layout.Root.Level == 0
            && layout.Root.Children.FirstOrDefault(child => child.Name.Equals(record, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found
            : throw Wrong(segment, "record", $"the name of an 01 level: {string.Join(", ", Records(layout))}", record);
    }

    private static IEnumerable<string> Records(CopybookLayout layout) =>
        layout.Root.Level == 0 ? layout.Root.Children.Select(child => child.Name) : [layout.Root.Name];

    private static CopybookField Item(CopybookLayout layout, string name, string segment) =>
        layout.Find(name) ?? throw Wrong(segment, "redefine", "the name of a redefinition", name);

    private RecordCodec Codec(CopybookLayout layout, CopybookField? chosen)
    {
        // Choices of a segment's own come first: it is known what it is.
        RedefinesChoice[] own = chosen is null ? [] : [new() { Alternative = chosen.Name }];
        var all = _codecOptions with
        {
            Redefines = [.. own, .. _codecOptions.Redefines.Where(choice => layout.Find(choice.Alternative) is not null)],
        };
        var result = RecordCodec.Compile(layout, all);
        return result.Codec ?? throw CopybookFiles.Broken(result.Problems);
    }

    private Func<ReadOnlySpan<byte>, bool>? Test(IOptionReader o, RecordCodec codec, CopybookField? only, string segment)
    {
        var expected = "";
        if (o.Text("field") is { } field)
        {
            return CopybookReferences.HasValue(codec, only, field, o.TextList("values"), out expected)
                ?? throw Wrong(segment, "field", expected, field);
        }

        if (o.Text("when") is { } condition)
            return CopybookReferences.Holds(codec, only, condition, out expected) ?? throw Wrong(segment, "when", expected, condition);
        if (o.Text("prefix") is not { } prefix) return null;
        var bytes = TextBytes.Encode(prefix, _codecOptions.CodePage)
            ?? throw Wrong(segment, "prefix", $"characters of code page {_codecOptions.CodePage.Name}", prefix);
        return new SegmentTest(0, [bytes]).Holds;
    }

    private FrameOptions Framing(CopybookLayout layout)
    {
        var o = options.Object("framing");
        var framing = FramingBinding.Bind(o, records.MaxRecordBytes);
        if (framing.Format == RecordFormat.Fixed && framing.RecordLength == 0)
            framing = framing with { RecordLength = layout.MaxLength + framing.RecordStartBytes + framing.RecordEndBytes };
        if (framing.Format == RecordFormat.Computed) framing = framing with { Length = Length(o, layout) };
        return framing.Problem() is { } problem
            ? throw new PasserelleException(FilesErrors.BadOption, $"framing.{problem.Option}: {problem.Message}", problem.Hint)
            : framing;
    }

    private LengthRule? Length(IOptionReader o, CopybookLayout layout)
    {
        if (o.Text("lengthType") is { } type) return ByType(o, layout, type);
        if (o.Text("length") is not { } text) return null;
        var expression = LengthExpression.Parse(text, out var problem) ?? throw Wrong("framing", "length", problem, text);
        var fields = expression.Names.Select(name =>
            CopybookReferences.Number(layout, name, _codecOptions.BinaryBigEndian, _codecOptions.NativeBigEndian)
            ?? throw Wrong("framing", "length", "names of items that hold a whole number", name)).ToList();
        return new LengthByExpression(expression, fields);
    }

    private LengthByType ByType(IOptionReader o, CopybookLayout layout, string type)
    {
        var field = layout.Find(type) ?? throw Wrong("framing", "lengthType", "the name of an item", type);
        var types = new List<(byte[], int)>();
        foreach (var (value, length) in o.TextMap("lengths"))
        {
            if (!int.TryParse(length, System.Globalization.NumberStyles.None, null, out var bytes) || bytes < 1)
                throw Wrong("framing", "lengths", "numbers of bytes", length);
            var mark = TextBytes.Encode(value, _codecOptions.CodePage)
                ?? throw Wrong("framing", "lengths", "characters of the code page", value);
            types.Add((mark, bytes));
        }

        return new LengthByType(field.Offset, types);
    }

    private DialectFinding[] Findings(CopybookLayout layout, FrameOptions framing) =>
    [
        new("copybooks", string.Join(", ", options.TextList("copybooks")), $"pinned; the longest record has {layout.MaxLength} bytes"),
        new("codePage", _codecOptions.CodePage.Name, "pinned"),
        new("framing.format", options.Object("framing").Text("format")!,
            framing.Format == RecordFormat.Fixed ? $"pinned; {framing.RecordLength} bytes each" : "pinned"),
    ];

    private static PasserelleException Wrong(string segment, string option, string expected, string found) =>
        new(FilesErrors.BadOption, $"'{option}' of '{segment}': expected {expected}, found '{found}'.", "Fix the option, or the copybook.");
}
