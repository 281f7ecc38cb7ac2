namespace Passerelle.CrashHarness.Tests;

internal sealed class CrashTests
{
    [Test]
    public async Task nothing_is_lost_doubled_or_out_of_order_over_a_few_kills()
    {
        var result = await Runs.ShortAsync(kills: 8, seed: 7, gracefulShare: 0.1);
        Runs.AssertPassed(result);
        Assert.That(result.Verdict, Does.StartWith(
            "PASS seed=7 kills=8 lost=0 duplicated=0 out-of-order=0 went-back=0 falsely-deleted=0 dead-letters-wrong=0 process=0 "));
    }
}
