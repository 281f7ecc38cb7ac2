using Passerelle.CrashHarness.Run;
using Passerelle.CrashHarness.Sabotage;

namespace Passerelle.CrashHarness.Tests;

/// <summary>The harness is only worth something if it fails when a guard is missing: each accident alone changes nothing, without its guard it is found.</summary>
internal sealed class SabotageTests
{
    [Test]
    public async Task stale_owners_late_commits_and_values_that_come_twice_change_nothing_while_the_guards_hold() =>
        Runs.AssertPassed(await Runs.ShortAsync(kills: 3, seed: 11, Guard.StaleOwner | Guard.Redelivery | Guard.LateCommit, gracefulShare: 0.4));

    [Test]
    public async Task without_the_comparison_of_offsets_a_stale_owner_is_found()
    {
        var result = await Runs.ShortAsync(kills: 2, seed: 11, Guard.StaleOwner | Guard.OffsetCompare);
        Assert.That(Messages(result, Broken.OutOfOrder), Has.Some.Matches("^Projection (people|places|permits|moves)\\.v1, partition [0-3]: its position went from [0-9]+ to [0-9]+\\.$"));
    }

    [Test]
    public async Task without_the_comparison_of_sequences_values_that_come_twice_are_found()
    {
        var result = await Runs.ShortAsync(kills: 2, seed: 12, Guard.Redelivery | Guard.SequenceCompare);
        Assert.That(Messages(result, Broken.Duplicated), Has.Some.Matches("^(people|places|permits|moves)/[a-z]{2}[0-9]+: event [a-z0-9:-]+ changed its row [0-9]+ times\\.$"));
    }

    [Test]
    public async Task without_fencing_an_owner_that_commits_too_late_is_found()
    {
        var result = await Runs.ShortAsync(kills: 3, seed: 13, Guard.LateCommit | Guard.LeaseDemand, gracefulShare: 0.7);
        Assert.That(Messages(result, Broken.Duplicated), Has.Some.Matches("^(people|places|permits|moves): event [a-z0-9:-]+ stands on the log [0-9]+ times\\.$"));
    }

    [Test]
    public async Task dead_letters_whose_id_depends_on_when_they_were_written_are_found()
    {
        var result = await Runs.ShortAsync(kills: 4, seed: 14, Guard.LetterId);
        Assert.That(Messages(result, Broken.DeadLetter), Has.Some.Matches("^(people|places|permits|moves): [0-9]+ dead letters are open for the line .+, [01] may be: .+\\.$"));
    }

    private static IEnumerable<string> Messages(CrashResult result, Broken promise) =>
        result.Findings.All.Where(f => f.Promise == promise).Select(f => f.Message);
}
