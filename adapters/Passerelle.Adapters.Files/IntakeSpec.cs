using System.Globalization;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

/// <summary>The options of taking files from a folder, said once for every adapter that does.</summary>
internal static class IntakeSpec
{
    public const long DefaultMaxBytes = 64L * 1024 * 1024 * 1024;
    public const string AnyName = "*";

    public static OptionSpec[] Options(string pattern, string example) =>
    [
        new("folder", OptionType.Text, "Folder that deliveries arrive in, absolute or relative to the workspace.")
        {
            Required = true,
            Example = "inbox/sirene",
        },
        new("pattern", OptionType.Text, "File names to take, with * and ?.") { Default = pattern, Example = example },
        new("complete", OptionType.Object, "When a file counts as complete.")
        {
            Fields =
            [
                Choice("rule",
                    "stable: size and time stand still; companion: a companion file exists; rename: at once, since the sender renames.",
                    "stable", "companion", "rename"),
                Number("stableSeconds", "Seconds that a file must stand still.", 5, 0, 86400),
                new("companionSuffix", OptionType.Text, "Suffix of the companion, after the name or instead of its extension.")
                {
                    Default = ".ok",
                    Example = ".done",
                },
            ],
        },
        Choice("order", "What deliveries are ordered by; header: a value of the header record.", "name", "time", "header"),
        new("archive", OptionType.Object, "What becomes of an applied file.")
        {
            Fields =
            [
                Choice("mode", "Keep it where it is, move it, or delete it.", "keep", "move", "delete"),
                new("shared", OptionType.Boolean,
                    "Whether every instance of the gateway reaches both folders under the same path; "
                        + "`originBytes: archive` on a shared log demands it.")
                {
                    Default = "false",
                },
                new("folder", OptionType.Text, "Where to move it, absolute or relative to the workspace.") { Example = "archive/sirene" },
            ],
        },
        Choice("compression", "auto looks at the first bytes; a zip must hold one file.", "auto", "none", "gzip", "bzip2", "zip"),
        Number("maxExpansionRatio", "Most decompressed bytes for one compressed byte.", 200, 1, 100_000),
        Number("maxBytes", "Most decompressed bytes of one file.", DefaultMaxBytes, 1, long.MaxValue),
    ];

    public static OptionSpec Choice(string name, string doc, params string[] choices) =>
        new(name, OptionType.Choice, doc) { Choices = choices, Default = choices[0] };

    public static OptionSpec Number(string name, string doc, long otherwise, long minimum, long maximum) =>
        new(name, OptionType.Integer, doc)
        {
            Default = otherwise.ToString(CultureInfo.InvariantCulture),
            Minimum = minimum,
            Maximum = maximum,
        };
}
