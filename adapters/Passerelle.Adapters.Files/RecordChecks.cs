using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

/// <summary>What the spec can't say of segments and totals.</summary>
internal static class RecordChecks
{
    /// <param name="list">The option that lists the segments.</param>
    public static void Check(IOptionReader options, string list)
    {
        IntakeChecks.Check(options);
        var segments = options.ObjectList(list);
        var names = segments.Select(segment => segment.Text("name") ?? "").ToList();
        foreach (var segment in segments) CheckSegment(segment, segments, names);
        if (segments.Count > 0 && segments.All(segment => segment.Text("parent") is not null))
        {
            options.Report(list, FilesErrors.BadOption, "Every segment has a parent, so that none begins a record.",
                "Leave 'parent' out where a record begins.");
        }

        foreach (var total in options.ObjectList("totals")) CheckTotal(total, names);
        if (options.Text("order") == "header" && options.Text("orderField") is null)
        {
            options.Report("order", FilesErrors.BadOption, "Ordering by header needs to know where the value stands.",
                "Set 'orderField' to a field of the header segment.");
        }

        if ((options.Has("orderField") || options.Has("asOfField")) && !segments.Any(segment => segment.Text("role") == "header"))
        {
            options.Report(list, FilesErrors.BadOption, "No segment has the role of a header.",
                "Set 'role: header' on the segment that holds the date or order.");
        }
    }

    private static void CheckSegment(IOptionReader segment, IReadOnlyList<IOptionReader> all, List<string> names)
    {
        var (name, parent) = (segment.Text("name") ?? "", segment.Text("parent"));
        if (names.Count(other => other == name) > 1)
        {
            segment.Report(
                "name", FilesErrors.BadOption, $"The segment '{name}' is described more than once.", "Give every segment its own name.");
        }

        if (parent is null) return;
        if (!names.Contains(parent))
        {
            segment.Report("parent", FilesErrors.BadOption, $"There is no segment '{parent}'.", $"Known: {string.Join(", ", names)}.");
        }
        else if (IsCircle(name, all))
        {
            segment.Report("parent", FilesErrors.BadOption, $"The parents of '{name}' lead back to itself.",
                "Let them end at a segment without parent.");
        }

        if (segment.Text("role") is not (null or "data"))
            segment.Report("role", FilesErrors.BadOption, $"A {segment.Text("role")} segment belongs to no other.", "Leave 'parent' out.");
    }

    private static bool IsCircle(string name, IReadOnlyList<IOptionReader> all)
    {
        var at = name;
        for (var steps = 0; steps <= all.Count; steps++)
        {
            if (all.FirstOrDefault(segment => segment.Text("name") == at)?.Text("parent") is not { } parent) return false;
            at = parent;
        }

        return true;
    }

    private static void CheckTotal(IOptionReader total, List<string> names)
    {
        if (total.Text("in") is { } announcer && !names.Contains(announcer))
            total.Report("in", FilesErrors.BadOption, $"There is no segment '{announcer}'.", $"Known: {string.Join(", ", names)}.");
        var counts = total.TextList("count");
        var sums = total.TextList("sum");
        if ((counts.Count == 0) == (sums.Count == 0))
            total.Report(null, FilesErrors.BadOption, "A total either counts or adds up.", "Set one of 'count' and 'sum'.");
        foreach (var segment in counts.Where(count => count is not ("*" or "lines") && !names.Contains(count)))
            total.Report("count", FilesErrors.BadOption, $"There is no segment '{segment}'.", $"Known: {string.Join(", ", names)}.");
        foreach (var sum in sums)
            if (sum.Split('.', 2) is not [var segment, _] || !names.Contains(segment))
            {
                total.Report("sum", FilesErrors.BadOption, $"'{sum}' is no segment with a field.",
                    $"Write it as SEGMENT.FIELD; segments: {string.Join(", ", names)}.");
            }
    }
}
