namespace Passerelle.CrashHarness.Run;

/// <summary>A run as the command line shows it.</summary>
internal static class CrashCommand
{
    /// <returns>0 when every promise was kept, 1 otherwise.</returns>
    public static async Task<int> RunAsync(CrashOptions options, CancellationToken cancellationToken)
    {
        await using var run = await CrashRun.StartAsync(options, cancellationToken);
        var result = await run.RunAsync(cancellationToken);
        await options.Output.WriteLineAsync(result.KillText);
        foreach (var finding in result.Findings.All) await options.Output.WriteLineAsync($"{finding.Promise}: {finding.Message}");
        if (result.Passed) Directory.Delete(run.Folder, recursive: true);
        else await options.Output.WriteLineAsync($"The data is kept in {run.Folder}.");
        await options.Output.WriteLineAsync(result.Verdict);
        return result.Passed ? 0 : 1;
    }
}
