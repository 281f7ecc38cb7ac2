namespace Passerelle.CrashHarness.Tests;

/// <summary>Two gateways on a broker and a database of their own.</summary>
internal sealed class SharedTests
{
    [Test]
    public async Task nothing_is_lost_doubled_or_out_of_order_over_a_few_kills_of_gateways_that_share_the_work()
    {
        var options = Runs.Short(kills: 5, seed: 5) with { Engines = "kafka+postgres", Instances = 2, TakeOverShare = 0.5 };
        var result = await Runs.RunAsync(options);
        Runs.AssertPassed(result);
        Assert.That(result.KillText, Does.Match("(?m)^[1-9][0-9]* times at least two instances committed to parcels between two hand-overs, at most 2 of them\\."));
    }

    [Test]
    public async Task nothing_is_lost_doubled_or_out_of_order_when_the_database_dies_as_well() =>
        Runs.AssertPassed(await Runs.RunAsync(Runs.Short(kills: 6, seed: 6) with { Engines = "embedded+postgres" }));
}
