using System.Text.RegularExpressions;

namespace Passerelle.Cli.Tests.Support;

/// <summary>Takes out of an output what differs from run to run: folders and the times of the run.</summary>
internal static partial class Scrub
{
    public static string Of(CliRun run, string folder)
    {
        var text = $"exit code {run.ExitCode}\n--- output\n{run.Out}--- error\n{run.Error}".Replace(folder, "<workspace>", StringComparison.Ordinal);
        return Times().Replace(text, m => m.Value.StartsWith("2026-01-15", StringComparison.Ordinal) ? m.Value : "<time of the run>   "[..Math.Min(20, m.Length)]);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")]
    private static partial Regex Times();
}
