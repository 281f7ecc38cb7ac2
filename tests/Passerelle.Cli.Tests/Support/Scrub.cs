using System.Text.RegularExpressions;

namespace Passerelle.Cli.Tests.Support;

/// <summary>Takes out of an output what differs from run to run, folders and the times of the run, and ids, which differ when what they are made of does.</summary>
internal static partial class Scrub
{
    public static string Of(CliRun run, string folder)
    {
        var text = $"exit code {run.ExitCode}\n--- output\n{run.Out}--- error\n{run.Error}".Replace(folder, "<workspace>", StringComparison.Ordinal);
        text = Cursors().Replace(text, "<cursor>");
        text = Hashes().Replace(text, m => new string('#', m.Length));
        return Times().Replace(text, m => m.Value.StartsWith("2026-01-15", StringComparison.Ordinal) ? m.Value : "<time of the run>   "[..Math.Min(20, m.Length)]);
    }

    [GeneratedRegex(@"\b([0-9a-f]{32}|[0-9a-f]{12})\b")]
    private static partial Regex Hashes();

    [GeneratedRegex(@"(?<=--cursor |""next"": "")[A-Za-z0-9_-]{16,}")]
    private static partial Regex Cursors();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")]
    private static partial Regex Times();
}
