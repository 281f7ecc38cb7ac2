using Passerelle.CrashHarness.Run;
using Passerelle.CrashHarness.Sabotage;

namespace Passerelle.CrashHarness.Tests;

/// <summary>Short runs of the harness, with gateways in processes of their own.</summary>
internal static class Runs
{
    public static Task<CrashResult> ShortAsync(int kills, int seed, Guard removed = Guard.None, double gracefulShare = 0) =>
        RunAsync(Short(kills, seed) with { GracefulShare = gracefulShare, Removed = removed });

    public static CrashOptions Short(int kills, int seed) => new()
    {
        Kills = kills,
        Seed = seed,
        Rows = 30,
        KillsOfEach = 0,
        GracefulShare = 0,
        FreezeShare = 0,
        Output = TestContext.Progress,
    };

    public static async Task<CrashResult> RunAsync(CrashOptions options)
    {
        await using var run = await CrashRun.StartAsync(options, CancellationToken.None);
        var result = await run.RunAsync(CancellationToken.None);
        await TestContext.Progress.WriteLineAsync(result.Verdict);
        if (!result.Findings.Any) Directory.Delete(run.Folder, recursive: true);
        return result;
    }

    /// <summary>Fails with everything that was found.</summary>
    public static void AssertPassed(CrashResult result) =>
        Assert.That(string.Join('\n', result.Findings.All.Select(f => $"{f.Promise}: {f.Message}")), Is.Empty);
}
