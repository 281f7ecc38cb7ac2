using System.Text.RegularExpressions;
using Passerelle.CrashHarness.Run;
using Passerelle.CrashHarness.Sabotage;

namespace Passerelle.CrashHarness.Tests;

/// <summary>The harness is only worth something if it fails when a guard is missing: each accident alone changes nothing, without its guard it is found.</summary>
internal sealed class SabotageTests
{
    private const string Flow = "(people|places|permits|moves)";

    [Test]
    public async Task stale_owners_late_commits_and_values_that_come_twice_change_nothing_while_the_guards_hold() =>
        Runs.AssertPassed(await Runs.ShortAsync(kills: 3, seed: 11, Guard.StaleOwner | Guard.Redelivery | Guard.LateCommit, gracefulShare: 0.4));

    [Test]
    public Task without_the_comparison_of_offsets_a_stale_owner_is_found() => AssertFoundAsync(
        seed => Runs.ShortAsync(kills: 2, seed, Guard.StaleOwner | Guard.OffsetCompare),
        Broken.OutOfOrder, $"^Projection ({Flow}\\.v1|view:[a-z-]+), partition [0-3]: its position went from [0-9]+ to [0-9]+\\.$");

    [Test]
    public Task without_the_comparison_of_sequences_values_that_come_twice_are_found() => AssertFoundAsync(
        seed => Runs.ShortAsync(kills: 2, seed, Guard.Redelivery | Guard.SequenceCompare),
        Broken.Duplicated, $"^{Flow}/[a-z]{{2}}[0-9]+: event [a-z0-9:-]+ changed its row [0-9]+ times\\.$");

    [Test]
    public Task without_fencing_an_owner_that_commits_too_late_is_found() => AssertFoundAsync(
        seed => Runs.ShortAsync(kills: 3, seed, Guard.LateCommit | Guard.LeaseDemand, gracefulShare: 0.7),
        Broken.Duplicated, $"^{Flow}: event [a-z0-9:-]+ stands on the log [0-9]+ times\\.$");

    [Test]
    public Task dead_letters_whose_id_depends_on_when_they_were_written_are_found() => AssertFoundAsync(
        seed => Runs.ShortAsync(kills: 4, seed, Guard.LetterId),
        Broken.DeadLetter, $"^{Flow}: [0-9]+ dead letters are open for the line .+, [01] may be: .+\\.$");

    /// <summary>When a process dies is up to the machine, so that an accident may fail to happen: then another life is lived.</summary>
    private static async Task AssertFoundAsync(Func<int, Task<CrashResult>> run, Broken promise, string pattern)
    {
        var found = new List<string>();
        for (var seed = 11; seed < 16; seed++)
        {
            var result = await run(seed);
            var messages = result.Findings.All.Where(f => f.Promise == promise).Select(f => f.Message).ToList();
            if (messages.Exists(m => Regex.IsMatch(m, pattern))) return;
            found.AddRange(messages);
        }

        Assert.Fail($"Nothing that is found matches {pattern}: {string.Join('\n', found)}");
    }
}
