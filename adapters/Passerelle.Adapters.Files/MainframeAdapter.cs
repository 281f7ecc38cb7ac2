using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.Framing;

namespace Passerelle.Adapters.Files;

/// <summary>The adapter <c>mainframe</c>: extracts that copybooks describe.</summary>
public sealed class MainframeAdapter : IDeliveryAdapter, IArchivingAdapter, IWorkspaceCheck
{
    /// <summary>How the type of a segment may be known.</summary>
    private static readonly string[] Ways = ["field", "when", "prefix"];

    public AdapterSpec Spec => MainframeSpec.Spec;

    public void Validate(AdapterRole role, IOptionReader options)
    {
        RecordChecks.Check(options, "segments");
        CheckPage(options, options.Text("codePage"), "codePage");
        foreach (var (_, page) in options.TextMap("fieldCodePages")) CheckPage(options, page, "fieldCodePages");
        foreach (var name in options.TextList("nulls").Where(name => name is not ("spaces" or "lowValues" or "highValues")))
        {
            options.Report(
                "nulls", FilesErrors.BadOption, $"'{name}' is no pattern of bytes.", "Write spaces, lowValues or highValues.");
        }

        CheckFraming(options.Object("framing"));
        foreach (var segment in options.ObjectList("segments")) CheckSegment(segment);
    }

    public void ValidateArchive(IOptionReader options, bool several) => IntakeChecks.CheckKept(options, several);

    public void CheckFiles(IOptionReader options, string workspaceFolder) => CopybookCheck.Check(options, workspaceFolder);

    public IDeliverySource CreateSource(IOptionReader options, AdapterContext context)
    {
        var intake = IntakeOptions.Bind(options, context);
        var records = RecordOptions.Bind(options);
        return new FolderSource(
            intake, new FramedFormat(intake, records, () => new MainframePlan(options, records, context.WorkspaceFolder).Compile()),
            context.Time);
    }

    internal static void CheckPage(IOptionReader options, string? page, string name)
    {
        if (page is null || CodePage.Find(page) is not null) return;
        options.Report(name, FilesErrors.BadOption, $"'{page}' is an unknown code page.",
            "Write the number of a single-byte page, such as 1147, or latin1 or ascii.");
    }

    private static void CheckFraming(IOptionReader framing)
    {
        if (framing.Text("format") == "computed" && !framing.Has("length") && !framing.Has("lengthType"))
        {
            framing.Report("format", FilesErrors.BadOption, "It is not said how a record tells its length.",
                "Set 'length', or 'lengthType' with 'lengths'.");
        }

        if (framing.Has("lengthType") && !framing.Has("lengths"))
            framing.Report("lengthType", FilesErrors.BadOption, "The lengths are missing.", "Set 'lengths'.");
        if (framing.Has("length") && LengthExpression.Parse(framing.Text("length")!, out var problem) is null)
        {
            framing.Report("length", FilesErrors.BadOption, $"It is no expression: {problem}.",
                "Write names of items and whole numbers with + - * / and brackets.");
        }

        var needsBlock = framing.Text("format") == "U" && !framing.Boolean("blockWords");
        if (needsBlock && framing.Integer("recordLength") == 0)
        {
            framing.Report("format", FilesErrors.BadOption, "Undefined records without block words need the length of a block.",
                "Set 'recordLength' or 'blockWords'.");
        }
    }

    private static void CheckSegment(IOptionReader segment)
    {
        var ways = Ways.Count(segment.Has);
        if (ways > 1)
        {
            segment.Report(null, FilesErrors.BadOption, "It is said more than once how this segment is known.",
                "Keep one of 'field', 'when' and 'prefix'.");
        }

        if (segment.Has("field") && segment.TextList("values").Count == 0)
            segment.Report("field", FilesErrors.BadOption, "The values of the field are missing.", "Set 'values'.");
        if (segment.Has("record") && segment.Has("redefine"))
        {
            segment.Report("record", FilesErrors.BadOption, "A segment is either an 01 level or a redefinition.",
                "Keep one of 'record' and 'redefine'.");
        }

        if (ways == 0 && segment.Text("role") == "trailer")
        {
            segment.Report(
                null, FilesErrors.BadOption, "It is not said how the trailer is known.", "Set one of 'field', 'when' and 'prefix'.");
        }
    }
}
