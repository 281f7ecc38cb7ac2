using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;

namespace Passerelle.Gateway.Pipeline.Tests.Stages;

internal sealed class IsolationTests
{
    private static readonly InvalidOperationException Unforeseen = new("no such member");
    private static readonly PasserelleException Certain =
        new(new ErrorCode("PSR-3999", FailureKind.Invalid, "For this test"), "The record is at fault.", "Correct the record.");

    [Test]
    public void After_a_failed_batch_as_many_things_are_taken_one_by_one()
    {
        var isolation = new Isolation();
        Assert.That(isolation.IsOn, Is.False);

        Assert.That(isolation.Failed("a", 3, Unforeseen), Is.True);
        Assert.That(isolation.VerdictOn("a"), Is.Null, "any of the three may be at fault");
        isolation.Passed(1);
        isolation.Passed(1);
        Assert.That(isolation.IsOn, Is.True);
        isolation.Passed(1);
        Assert.That(isolation.IsOn, Is.False);
    }

    /// <summary>Else a stage that only moves on would take things one by one for ever.</summary>
    [Test]
    public void A_transaction_without_things_counts_as_one()
    {
        var isolation = new Isolation();
        isolation.Failed("a", 1, Unforeseen);

        isolation.Passed(0);

        Assert.That(isolation.IsOn, Is.False);
    }

    [Test]
    public void What_fails_three_times_alone_is_condemned_with_its_reason()
    {
        var isolation = new Isolation();
        isolation.Failed("a", 1, Unforeseen);
        isolation.Failed("a", 1, Unforeseen);
        Assert.That(isolation.VerdictOn("a"), Is.Null);

        Assert.That(isolation.Failed("a", 1, Unforeseen), Is.True);

        var verdict = isolation.VerdictOn("a")!;
        Assert.That((verdict.Code, verdict.Message, verdict.Remedy, verdict.Found), Is.EqualTo((
            StageCodes.Internal,
            "The stage failed on this record 3 times: InvalidOperationException.",
            "Report it with the dead letter; replay it with 'passerelle failures replay' once that is mended.",
            "no such member")));
        Assert.That(isolation.VerdictOn("b"), Is.Null);
    }

    [Test]
    public void A_reason_that_is_certain_condemns_at_once()
    {
        var isolation = new Isolation();

        isolation.Failed("a", 1, Certain);

        var verdict = isolation.VerdictOn("a")!;
        Assert.That(
            (verdict.Code, verdict.Message, verdict.Remedy), Is.EqualTo((Certain.Code, "The record is at fault.", "Correct the record.")));
    }

    [Test]
    public void A_reason_that_may_not_be_certain_takes_three_tries()
    {
        var isolation = new Isolation();
        for (var i = 0; i < 2; i++) isolation.Failed("a", 1, Certain, mayBeCertain: false);
        Assert.That(isolation.VerdictOn("a"), Is.Null);

        isolation.Failed("a", 1, Certain, mayBeCertain: false);

        Assert.That(isolation.VerdictOn("a")!.Code, Is.EqualTo(Certain.Code));
    }

    [Test]
    public void Tries_of_one_thing_do_not_count_for_another()
    {
        var isolation = new Isolation();
        isolation.Failed("a", 1, Unforeseen);
        isolation.Failed("a", 1, Unforeseen);
        isolation.Failed("b", 1, Unforeseen);
        isolation.Failed("a", 1, Unforeseen);

        Assert.That((isolation.VerdictOn("a"), isolation.VerdictOn("b")), Is.EqualTo(((Failure?)null, (Failure?)null)));
    }

    [Test]
    public void A_failure_of_what_is_condemned_already_has_the_stage_start_again()
    {
        var isolation = new Isolation();
        isolation.Failed("a", 1, Certain);

        Assert.That(isolation.Failed("a", 1, Unforeseen), Is.False);
        Assert.That(isolation.Failed("b", 1, Unforeseen), Is.True);
    }

    /// <summary>A stage over a batch of records, some of which fail always, some a few times: good ones pass once and in order.</summary>
    [Test]
    public void Exactly_the_records_at_fault_are_left_out([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var tries = Enumerable.Range(0, 30)
            .Select(_ => random.Next(6) switch { 0 => int.MaxValue, 1 => random.Next(1, 3), _ => 0 }).ToArray();
        var (alone, passed, condemned, transactions) = (new int[tries.Length], new List<int>(), new List<int>(), 0);
        var isolation = new Isolation();

        for (var at = 0; at < tries.Length && transactions < 1000; transactions++)
        {
            var things = isolation.IsOn ? 1 : Math.Min(8, tries.Length - at);
            var batch = Enumerable.Range(at, things).ToList();
            if (isolation.VerdictOn($"{at}") is not null)
            {
                condemned.Add(at++);
                isolation.Passed(1);
            }
            else if (batch.Exists(i => alone[i] < tries[i]))
            {
                if (things == 1) alone[at]++;
                Assert.That(isolation.Failed($"{at}", things, Unforeseen), Is.True);
            }
            else
            {
                passed.AddRange(batch);
                at += things;
                isolation.Passed(things);
            }
        }

        var poison = Enumerable.Range(0, tries.Length).Where(i => tries[i] == int.MaxValue).ToList();
        Assert.That(condemned, Is.EqualTo(poison));
        Assert.That(passed, Is.EqualTo(Enumerable.Range(0, tries.Length).Except(poison)));
        Assert.That(poison.Select(i => alone[i]), Is.All.EqualTo(FailureKinds.Tries));
    }
}
