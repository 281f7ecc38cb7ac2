using Passerelle.CrashHarness.Run;
using Passerelle.CrashHarness.Scenarios;

namespace Passerelle.CrashHarness.Tests;

internal sealed class MillionTests
{
    [Test]
    public async Task a_large_extract_and_the_days_after_it_are_exact_over_kills()
    {
        var options = new CrashOptions { Kills = 6, Seed = 3, Rows = 20_000, Output = TestContext.Progress };
        var run = new MillionRun(options);
        var result = await run.RunAsync(CancellationToken.None);
        Runs.AssertPassed(result);
        Assert.That(result.Table.Kills, Is.EqualTo(6));
        Directory.Delete(run.Folder, recursive: true);
    }
}
