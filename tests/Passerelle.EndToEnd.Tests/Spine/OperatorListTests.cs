using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>What operators list and select is more than one page.</summary>
internal sealed class OperatorListTests
{
    private static readonly string[] Broken = [.. Enumerable.Range(0, 25).Select(i => $"{i:00},bad")];

    [Test]
    public async Task A_replay_of_everything_reaches_the_letters_behind_the_first_page()
    {
        await using var spine = new SpineFixture("semantics: state\nextract: full\nmaxBadPercent: 100");
        await spine.StartAsync();
        await spine.DeliverAsync(Broken);
        Assert.That((await spine.Operator.StatusAsync(CancellationToken.None)).Flows.Single().OpenFailures, Is.EqualTo(25));
        var group = (await spine.Operator.GroupsAsync(new FailureSelection(), CancellationToken.None)).Single();
        Assert.That((group.Count, group.Code, group.Flow), Is.EqualTo((25, "PSR-9901", "things")));

        await spine.RestartAsync(mapper => mapper.Bad.Clear());
        var selection = new FailureSelection { Fingerprint = group.Fingerprint };
        var outcome = await spine.Operator.ReplayAsync(selection, "mended", CancellationToken.None);
        Assert.That(outcome.Requested.Distinct().Count(), Is.EqualTo(25));
        await SpineFixture.EventuallyAsync(
            async () => (await spine.Operator.StatusAsync(CancellationToken.None)).Flows.Single() is { OpenFailures: 0, Served: 25 },
            "all of them are served");
        Assert.That(await spine.LettersAsync(DeadLetterState.Replayed), Has.Count.EqualTo(25));
    }

    [Test]
    public async Task A_list_is_paged_without_a_gap_or_a_repetition()
    {
        await using var spine = new SpineFixture("semantics: state\nextract: full\nmaxBadPercent: 100");
        await spine.StartAsync();
        await spine.DeliverAsync(Broken);
        var pages = await PagesAsync(page => spine.Operator.FailuresAsync(new FailureSelection(), page, CancellationToken.None), 10);
        Assert.That(pages.Select(p => p.Count), Is.EqualTo(new[] { 10, 10, 5 }));
        Assert.That(pages.SelectMany(p => p).Select(l => l.Key).Order(), Is.EqualTo(Enumerable.Range(0, 25).Select(i => $"{i:00}")));
        Assert.That(pages.SelectMany(p => p).Select(l => l.FailedAt), Is.Ordered.Descending);
    }

    [Test]
    public async Task Deliveries_are_paged_newest_first_and_found_by_id()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        for (var i = 0; i < 5; i++) await spine.DeliverAsync($"1,a{i}");
        var pages = await PagesAsync(page => spine.Operator.DeliveriesAsync("things", page, CancellationToken.None), 2);
        Assert.That(pages.Select(p => string.Join(' ', p.Select(d => d.Number))), Is.EqualTo(new[] { "5 4", "3 2", "1" }));
        Assert.That((await spine.Operator.DeliveryAsync("things-2", CancellationToken.None))!.Name, Is.EqualTo("0002.csv"));
        Assert.That(await spine.Operator.DeliveryAsync("things-", CancellationToken.None), Is.Null);
        Assert.That((await spine.Operator.DeliveriesAsync("others", new PageRequest(10), CancellationToken.None)).Items, Is.Empty);
    }

    [Test]
    public async Task Parked_keys_are_paged_with_those_that_wait_longest_first()
    {
        await using var spine = new SpineFixture("semantics: delta\nmaxBadPercent: 100");
        await spine.StartAsync();
        await spine.DeliverAsync([.. Broken, .. Broken.Select(row => row.Replace("bad", "good", StringComparison.Ordinal))]);
        var pages = await PagesAsync(page => spine.Operator.ParkedAsync(null, page, CancellationToken.None), 10);
        Assert.That(pages.Select(p => p.Count), Is.EqualTo(new[] { 10, 10, 5 }));
        Assert.That(pages.SelectMany(p => p).Select(k => k.Key).Order(), Is.EqualTo(Enumerable.Range(0, 25).Select(i => $"{i:00}")));
        Assert.That(pages.SelectMany(p => p).Select(k => k.Since), Is.Ordered);
    }

    /// <summary>What was quarantined is the newest delivery, and makes nothing fresh.</summary>
    [Test]
    public async Task A_flow_is_as_fresh_as_its_newest_applied_delivery()
    {
        await using var spine = new SpineFixture { ContractOptions = "version: 1.0.0\nkey: [id]\nfreshness: PT3H" };
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c");
        Assert.That((await spine.Operator.StatusAsync(CancellationToken.None)).Flows.Single().Late, Is.Null);

        spine.Ahead = TimeSpan.FromHours(4);
        await spine.RestartAsync();
        await spine.DeliverAsync("1,a");
        var flow = (await spine.Operator.StatusAsync(CancellationToken.None)).Flows.Single();
        Assert.That((flow.LastDelivery!.Number, flow.LastDelivery.Phase), Is.EqualTo((2L, DeliveryPhase.Quarantined)));
        Assert.That(flow.Late, Is.EqualTo("The last delivery is 4 hours old; the contract promises 3."));
        var late = await spine.Operator.LateAsync(CancellationToken.None);
        Assert.That(late, Is.EqualTo(new Dictionary<string, string> { ["things"] = flow.Late! }));
    }

    private static async Task<List<IReadOnlyList<T>>> PagesAsync<T>(Func<PageRequest, Task<Page<T>>> read, int limit)
    {
        var pages = new List<IReadOnlyList<T>>();
        ViewCursor? next = null;
        do
        {
            var page = await read(new PageRequest(limit, next));
            pages.Add(page.Items);
            next = page.Next;
        }
        while (next is not null);

        return pages;
    }
}
