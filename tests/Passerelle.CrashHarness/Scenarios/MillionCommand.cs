using Passerelle.CrashHarness.Run;

namespace Passerelle.CrashHarness.Scenarios;

/// <summary>The scenario of one large extract as the command line shows it.</summary>
internal static class MillionCommand
{
    /// <returns>0 when everything was exact, 1 otherwise.</returns>
    public static async Task<int> RunAsync(CrashOptions options, CancellationToken cancellationToken)
    {
        var run = new MillionRun(options);
        var result = await run.RunAsync(cancellationToken);
        await options.Output.WriteLineAsync(result.KillText);
        foreach (var finding in result.Findings.All) await options.Output.WriteLineAsync($"{finding.Promise}: {finding.Message}");
        if (result.Passed) Directory.Delete(run.Folder, recursive: true);
        else await options.Output.WriteLineAsync($"The data is kept in {run.Folder}.");
        await options.Output.WriteLineAsync(result.Verdict);
        return result.Passed ? 0 : 1;
    }
}
