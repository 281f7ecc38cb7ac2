using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.FixedWidth;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Adapters.Files;

/// <summary>The adapter <c>fixed_width</c>: text with fields at fixed columns, or tagged lines.</summary>
public sealed class FixedWidthAdapter : IDeliveryAdapter, IArchivingAdapter
{
    public AdapterSpec Spec => FixedWidthSpec.Spec;

    public void Validate(AdapterRole role, IOptionReader options)
    {
        RecordChecks.Check(options, "records");
        MainframeAdapter.CheckPage(options, options.Text("codePage"), "codePage");
        var isTagged = Tagged(options);
        if (options.Text("lineEnd") == "none" && options.Integer("recordLength") == 0)
            options.Report("lineEnd", FilesErrors.BadOption, "Records without a line end need their length.", "Set 'recordLength'.");
        foreach (var record in options.ObjectList("records")) CheckRecord(record, isTagged);
    }

    public void ValidateArchive(IOptionReader options, bool several) => IntakeChecks.CheckKept(options, several);

    public IDeliverySource CreateSource(IOptionReader options, AdapterContext context)
    {
        var intake = IntakeOptions.Bind(options, context);
        var records = RecordOptions.Bind(options);
        return new FolderSource(intake, new FramedFormat(intake, records, () => Plan(options, records)), context.Time);
    }

    private static void CheckRecord(IOptionReader record, bool isTagged)
    {
        var ignored = record.Text("role") == "ignored";
        if (isTagged && !record.Has("tag"))
        {
            record.Report("tag", FilesErrors.BadOption, "A record of tagged lines needs its tag.",
                "Set 'tag' to what its lines begin with, as S21.G00.30.");
        }

        if (!isTagged && !ignored && record.ObjectList("fields").Count == 0)
            record.Report("fields", FilesErrors.BadOption, "The record has no fields.", "List its fields.");
        foreach (var field in record.ObjectList("fields"))
        {
            if (field.Text("type") == "date" && !FixedField.IsPattern(field.Text("pattern")!))
            {
                field.Report("pattern", FilesErrors.BadOption, $"'{field.Text("pattern")}' is no form of a date.",
                    "Write it with yyyy, yy, MM, dd, DDD, HH, mm and ss.");
            }
        }
    }

    private static bool Tagged(IOptionReader options) => options.Boolean("tagged");

    private static RecordPlan Plan(IOptionReader options, RecordOptions records)
    {
        var page = CodePage.Get(options.Text("codePage")!);
        var isTagged = Tagged(options);
        var length = (int)options.Integer("recordLength");
        var framing = options.Text("lineEnd") == "none"
            ? FrameOptions.Fixed(length)
            : FrameOptions.Lines(IntakeOptions.Choice<LineEnd>(options.Text("lineEnd")));
        var types = options.ObjectList("records").Select(record => Type(record, page, isTagged)).ToList();
        DialectFinding[] findings = [new("codePage", page.Name, "pinned"), new("lineEnd", options.Text("lineEnd")!, "pinned")];
        return new(
            framing with { MaxRecordBytes = records.MaxRecordBytes }, records.Rules(types, merge: isTagged, skipEmpty: true), findings);
    }

    private static SegmentType Type(IOptionReader o, CodePage page, bool isTagged)
    {
        SegmentLayout layout = isTagged
            ? new TaggedLayout(page)
            : new FixedWidthLayout([.. o.ObjectList("fields").Select(Field)], page);
        var test = isTagged ? new SegmentTest(0, [Bytes($"{o.Text("tag")}.", page)])
            : o.Has("values")
                ? new SegmentTest((int)o.Integer("at") - 1, [.. o.TextList("values").Select(value => Bytes(value, page))])
                : null;
        return RecordOptions.Place(new(o.Text("name")!, layout) { Test = test is null ? null : test.Holds }, o);
    }

    private static byte[] Bytes(string text, CodePage page) => TextBytes.Encode(text, page) ?? [];

    private static FixedField Field(IOptionReader o) => new(o.Text("name")!, (int)o.Integer("start"), (int)o.Integer("length"))
    {
        Type = IntakeOptions.Choice<FixedType>(o.Text("type")),
        Scale = (int)o.Integer("scale"),
        ScaleAt = (int)o.Integer("scaleAt"),
        Trim = IntakeOptions.Choice<TrimPolicy>(o.Text("trim")),
        Pattern = o.Text("pattern")!,
    };
}
