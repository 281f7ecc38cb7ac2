using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Tests.Operations;

/// <summary>Dead letters are read from the store two at a time; no archive is asked.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FailureReadsTests
{
    private const int PageItems = 2;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FailureSelection Open = new();

    private readonly MemoryViews _views = new();
    private readonly FailureReads _reads;

    public FailureReadsTests() => _reads = new FailureReads(_views, null!, PageItems);

    [Test]
    public async Task Each_page_begins_behind_the_one_before_and_the_last_one_says_so()
    {
        Put(Enumerable.Range(0, 6).Select(i => Letter(i, minute: i / 3)));
        var seen = new List<string>();
        ViewCursor? next = null;
        do
        {
            var page = await _reads.PageAsync(Open, new PageRequest(3, next), default);
            seen.Add(Names(page.Items));
            next = page.Next;
        }
        while (next is not null);

        Assert.That(seen, Is.EqualTo(new[] { "5 4 3", "2 1 0" }));
    }

    [Test]
    public async Task A_page_by_what_only_the_documents_hold_is_filled_from_as_many_reads_as_it_takes()
    {
        Put(Enumerable.Range(0, 40).Select(i => Letter(i, key: i % 10 == 0 ? "rare" : "other")));
        var page = await _reads.PageAsync(Open with { Key = "rare" }, new PageRequest(3), default);
        Assert.That((Names(page.Items), page.Next is null), Is.EqualTo(("30 20 10", false)));
        page = await _reads.PageAsync(Open with { Key = "rare" }, new PageRequest(3, page.Next), default);
        Assert.That((Names(page.Items), page.Next), Is.EqualTo(("0", (ViewCursor?)null)));
        Assert.That(_views.Largest, Is.EqualTo(PageItems));
    }

    [Test]
    public async Task Beginnings_of_ids_name_letters_and_are_paged_like_all_others()
    {
        Put(Enumerable.Range(0, 12).Select(i => Letter(i)));
        var named = Open with { Ids = [Id(7), Id(3)[..7], Id(7)[..7], "short", Id(99)] };
        var page = await _reads.PageAsync(named, new PageRequest(1), default);
        Assert.That(Names(page.Items), Is.EqualTo("7"));
        page = await _reads.PageAsync(named, new PageRequest(1, page.Next), default);
        Assert.That((Names(page.Items), page.Next), Is.EqualTo(("3", (ViewCursor?)null)));
    }

    [Test]
    public async Task A_selection_holds_the_letters_of_all_pages_in_the_order_of_their_records()
    {
        // They failed in another order than they came in.
        Put(Enumerable.Range(0, 31).Select(i => Letter(i, minute: i * 7 % 31)));
        Put([Letter(50, state: DeadLetterState.Replayed), Letter(51, flow: "other")]);
        var ids = await _reads.IdsAsync(Open with { Flow = "things" }, default);
        Assert.That(ids, Is.EqualTo(Enumerable.Range(0, 31).Select(Id)));
        Assert.That(_views.Largest, Is.EqualTo(PageItems));
    }

    [Test]
    public async Task What_fails_again_while_a_selection_is_read_is_in_it()
    {
        Put(Enumerable.Range(0, 7).Select(i => Letter(i)));
        _views.AfterPage = page =>
        {
            // One that was met and one that was still to come are newer than all others now.
            if (page == 2) Put([Letter(1, minute: 100), Letter(4, minute: 101)]);
        };
        Assert.That(await _reads.IdsAsync(Open, default), Is.EqualTo(Enumerable.Range(0, 7).Select(Id)));
    }

    [Test]
    public async Task Letters_that_were_settled_since_are_not_of_the_selection_any_more()
    {
        Put([Letter(0), Letter(1), Letter(2)]);
        var ids = await _reads.IdsAsync(Open, default);
        Put([Letter(1, state: DeadLetterState.Superseded)]);
        Assert.That(Names(await _reads.ReadAsync(Open, [.. ids, Id(9)], default)), Is.EqualTo("0 2"));
    }

    [Test]
    public async Task Groups_that_the_store_counts_are_those_of_the_documents()
    {
        DeadLetterState State(int i) => i % 5 == 0 ? DeadLetterState.Discarded : DeadLetterState.Open;
        Put(Enumerable.Range(0, 30).Select(i => Letter(i, field: $"/f{i % 4}", state: State(i))));
        FailureSelection[] selections =
            [Open, Open with { State = null }, Open with { Fingerprint = "things/f1" }, Open with { Flow = "none" }];
        foreach (var selection in selections)
        {
            var counted = await _reads.GroupsAsync(selection, default);
            // Every letter has this code, which only the documents know.
            Assert.That(counted, Is.EqualTo(await _reads.GroupsAsync(selection with { Code = "PSR-3101" }, default)));
        }

        var largest = (await _reads.GroupsAsync(Open, default))[0];
        Assert.That((largest.Fingerprint, largest.Code, largest.Field), Is.EqualTo(("things/f0", "PSR-3101", "/f0")));
        Assert.That((largest.Count, largest.Example), Is.EqualTo((6, "broken 28")));
        Assert.That((largest.FirstSeen, largest.LastSeen), Is.EqualTo((Noon.AddMinutes(4), Noon.AddMinutes(28))));
    }

    private void Put(IEnumerable<DeadLetter> letters)
    {
        foreach (var l in letters)
        {
            _views.Put(new(ViewNames.DeadLetters, l.Id, l.Flow, ViewNames.StateOf(l.State), l.Fingerprint, l.FailedAt, l.ToJson()));
        }
    }

    private static DeadLetter Letter(
        int number, int? minute = null, string flow = "things", string field = "/name", string? key = null,
        DeadLetterState state = DeadLetterState.Open) => new()
        {
            Id = Id(number),
            Flow = flow,
            Contract = flow,
            Stage = Stage.Normalise,
            State = state,
            Fingerprint = flow + field,
            Reasons = [new DeadLetterReason("PSR-3101", "malformed", $"broken {number}", "mend it", field, null, null, null)],
            Key = key,
            Sequence = number,
            Origin = new DeadLetterOrigin("a.csv", number, number, 0, 0),
            AsOf = Noon,
            FailedAt = Noon.AddMinutes(minute ?? number),
            Original = [],
            Record = [],
        };

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:00000000000}").PadRight(32, 'a')[4..];

    private static string Names(IEnumerable<DeadLetter> letters) => string.Join(' ', letters.Select(l => l.Sequence));
}
