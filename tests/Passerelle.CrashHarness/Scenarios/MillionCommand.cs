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
        return await result.TellAsync(options.Output, run.Folder);
    }
}
