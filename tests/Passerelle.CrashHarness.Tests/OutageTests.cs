using Passerelle.CrashHarness.Run;
using Passerelle.CrashHarness.Scenarios;

namespace Passerelle.CrashHarness.Tests;

internal sealed class OutageTests
{
    /// <summary>Longer than the session's (3 s) and the transaction's timeout (10 s) of the pair.</summary>
    [Test]
    public async Task an_outage_of_brokers_and_database_in_the_middle_of_an_extract_loses_nothing_and_needs_nobody()
    {
        var folder = Directory.CreateTempSubdirectory("passerelle-outage-").FullName;
        var options = new CrashOptions { Engines = "kafka+postgres", Seed = 1, Rows = 20_000, Outage = TimeSpan.FromSeconds(15), Output = TestContext.Progress };
        Runs.AssertPassed(await OutageCommand.RunAsync(options, folder, CancellationToken.None));
        Directory.Delete(folder, recursive: true);
    }
}
