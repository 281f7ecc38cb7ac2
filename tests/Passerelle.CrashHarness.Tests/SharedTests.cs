namespace Passerelle.CrashHarness.Tests;

/// <summary>Engines outside the gateway: two gateways on a broker and a database of their own, and one whose database dies.</summary>
internal sealed class SharedTests
{
    [Test]
    public async Task nothing_is_lost_doubled_or_out_of_order_over_a_few_kills_of_gateways_that_share_the_work() =>
        Runs.AssertPassed(await Runs.RunAsync(Runs.Short(kills: 4, seed: 5) with { Engines = "kafka+postgres", Instances = 2, TakeOverShare = 0.5, DisturbShare = 0 }));

    [Test]
    public async Task nothing_is_lost_doubled_or_out_of_order_when_the_database_dies_as_well() =>
        Runs.AssertPassed(await Runs.RunAsync(Runs.Short(kills: 6, seed: 6) with { Engines = "embedded+postgres" }));
}
