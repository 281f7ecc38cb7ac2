using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>The patterns of a date converter, tried in order.</summary>
internal sealed class DatePatterns(DatePattern[] patterns, int pivot)
{
    public const string PatternDoc = "One pattern, or a list tried in order.";

    public static readonly OptionSpec Pivot =
        new("pivot", OptionType.Integer, "Two-digit years below it are 20yy, the others 19yy.")
        {
            Default = "50",
            Minimum = 0,
            Maximum = 100,
            Example = "30",
        };

    public string Expected { get; } = string.Join(" or ", patterns.Select(p => p.Text));

    public static DatePatterns? Create(ConverterOptions options, bool date, bool time)
    {
        var compiled = new List<DatePattern>();
        foreach (var text in options.List("pattern"))
        {
            if (!DatePattern.TryCompile(text, out var pattern, out var error))
            {
                options.Refuse("pattern", $"the pattern '{text}' cannot be read: {error}",
                    "use yyyy, yy, C, M, MM, MMM, d, dd, ddd, HH, mm, ss, f, z, punctuation, and quoted text");
            }
            else if (date && !(pattern.HasDate && pattern.HasYear))
            {
                options.Refuse(
                    "pattern", $"the pattern '{text}' has no whole date", "name year, month and day, or year and day of the year (ddd)");
            }
            else if (time && !pattern.HasTime)
                options.Refuse("pattern", $"the pattern '{text}' has no time", "name at least the hour (HH)");
            else compiled.Add(pattern);
        }

        return compiled.Count == 0 ? null : new DatePatterns([.. compiled], options.Whole("pivot"));
    }

    public bool TryRead(ReadOnlySpan<char> text, out DateParts parts)
    {
        text = text.Trim();
        foreach (var pattern in patterns)
            if (pattern.TryRead(text, pivot, out parts)) return true;
        parts = default;
        return false;
    }
}
