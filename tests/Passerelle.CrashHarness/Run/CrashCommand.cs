namespace Passerelle.CrashHarness.Run;

/// <summary>A run as the command line shows it.</summary>
internal static class CrashCommand
{
    /// <returns>0 when every promise was kept, 1 otherwise.</returns>
    public static async Task<int> RunAsync(CrashOptions options, CancellationToken cancellationToken)
    {
        await using var run = await CrashRun.StartAsync(options, cancellationToken);
        var result = await run.RunAsync(cancellationToken);
        return await result.TellAsync(options.Output, run.Folder);
    }
}
