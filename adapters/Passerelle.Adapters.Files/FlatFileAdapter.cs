using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

/// <summary>The adapter <c>flat_file</c>: delimited files from a folder.</summary>
public sealed class FlatFileAdapter : IDeliveryAdapter, IArchivingAdapter
{
    public AdapterSpec Spec => FlatFileSpec.Spec;

    public void Validate(AdapterRole role, IOptionReader options)
    {
        CheckMark(options, "delimiter");
        CheckMark(options, "escape");
        if (options.Text("quote") != "none") CheckMark(options, "quote");
        IntakeChecks.CheckPattern(options);
        var columns = options.TextList("columns");
        if (options.Text("header") == "absent" && columns.Count == 0)
        {
            options.Report("header", FilesErrors.BadOption, "Without a header row the columns have no names.",
                "List the names in 'columns', in the order of the file.");
        }

        if (columns.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            options.Report(
                "columns", FilesErrors.BadOption, $"The column '{twice.Key}' is listed more than once.", "Give every column its own name.");
        }

        IntakeChecks.CheckArchive(options);
        CheckControls(options);
    }

    public void ValidateArchive(IOptionReader options, bool several) => IntakeChecks.CheckKept(options, several);

    public IDeliverySource CreateSource(IOptionReader options, AdapterContext context) =>
        Folder(IntakeOptions.Bind(options, context), options, context);

    private static FolderSource Folder(IntakeOptions intake, IOptionReader options, AdapterContext context) =>
        new(intake, new DelimitedFormat(intake, FlatFileOptions.Bind(options, context)), context.Time);

    private static void CheckMark(IOptionReader options, string name)
    {
        var text = options.Text(name);
        if (text is null or "auto" || FlatFileOptions.Mark(text) is not null) return;
        options.Report(name, FilesErrors.BadOption, $"'{text}' is not one ASCII character.",
            "Write one character such as ; or |, or 'tab', or 'auto'.");
    }

    private static void CheckControls(IOptionReader options)
    {
        if (options.Text("order") == "header" && options.Object("headerRecord").Integer("order") == 0)
        {
            options.Report("order", FilesErrors.BadOption, "Ordering by header needs to know where the value stands.",
                "Set 'headerRecord.order' to its column, from 1.");
        }

        foreach (var name in new[] { "headerRecord", "trailerRecord" })
        {
            if (!options.Has(name)) continue;
            var rule = options.Object(name);
            if (rule.Text("startsWith") is "")
            {
                rule.Report("startsWith", FilesErrors.BadOption, "It is empty, so every row would be a control record.",
                    "Write how the record begins.");
            }

            if (!rule.Has("sum")) continue;
            var sum = rule.Object("sum");
            if (string.IsNullOrEmpty(sum.Text("field")) || sum.Integer("column") == 0)
            {
                rule.Report("sum", FilesErrors.BadOption, "A control sum needs 'column' and 'field'.",
                    "Set 'column' to where the sum stands and 'field' to the data column that is summed.");
            }
        }
    }
}
