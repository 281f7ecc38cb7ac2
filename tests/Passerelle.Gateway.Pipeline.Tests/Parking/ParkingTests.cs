using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Tests.Parking;

/// <summary>Parked keys and what waits behind them, on the embedded log.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ParkingTests : IAsyncDisposable
{
    private static readonly FlowDefinition Flow = new()
    {
        Name = "changes",
        Contract = null!,
        Adapter = null!,
        SourceOptions = null!,
        Mapper = null!,
        Key = ["id"],
        Semantics = FlowSemantics.Delta,
    };

    private readonly EmbeddedLease _log = new();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Test]
    public async Task What_waits_comes_back_in_order_as_the_raw_events_that_it_was()
    {
        await OwnAsync(async owner =>
        {
            owner.Lot.Park("k", Letter("head"));
            await owner.CommitAsync(async t =>
            {
                await owner.Lot.WaitAsync(t, "k", Raw("k", 7, "first"), owner.Token);
                await owner.Lot.WaitAsync(t, "k", Raw("k", 9, ""), owner.Token);
            });
        });

        await OwnAsync(async owner =>
        {
            var parked = owner.Lot.Find("k")!;
            Assert.That(
                (parked.Head, parked.HeadSequence, parked.Waiting, parked.Since), Is.EqualTo(("head", 3L, 2L, _log.Time.GetUtcNow())));
            Assert.That(await owner.ReadAsync("k", parked.First), Is.EqualTo("t.raw.changes 7 k=first [ce_id=7]"));
            Assert.That(await owner.ReadAsync("k", parked.First + 1), Is.EqualTo("t.raw.changes 9 k= [ce_id=9]"));
        });
    }

    [Test]
    public Task Messages_of_many_keys_that_lie_mixed_on_the_log_are_each_found() => OwnAsync(async owner =>
    {
        string[] keys = ["a", "b", "c~1"];
        foreach (var key in keys) owner.Lot.Park(key, Letter($"head-{key}"));
        for (var round = 0; round < 4; round++)
        {
            var first = round * 100;
            await owner.CommitAsync(async t =>
            {
                for (var i = first; i < first + 100; i++)
                    foreach (var key in keys) await owner.Lot.WaitAsync(t, key, Raw(key, i, $"{key}-{i}"), owner.Token);
            });
        }

        foreach (var key in keys)
        {
            for (var number = 0; number < 400; number++)
            {
                var expected = $"t.raw.changes {number} {key}={key}-{number} [ce_id={number}]";
                Assert.That(await owner.ReadAsync(key, number), Is.EqualTo(expected));
            }
        }

        Assert.That(await owner.ReadAsync("b", 5), Does.Contain("b=b-5 "), "going back is possible");
    });

    [Test]
    public async Task A_settled_key_lets_its_messages_go_one_by_one_and_is_free_then()
    {
        await OwnAsync(async owner =>
        {
            owner.Lot.Park("k", Letter("head"));
            await owner.CommitAsync(async t =>
            {
                await owner.Lot.WaitAsync(t, "k", Raw("k", 1, "one"), owner.Token);
                await owner.Lot.WaitAsync(t, "k", Raw("k", 2, "two"), owner.Token);
            });
            await owner.CommitAsync(_ => owner.Lot.Settle("k"));
        });

        await OwnAsync(async owner =>
        {
            Assert.That((owner.Lot.Releasing, owner.Lot.Find("k")!.IsReleasing), Is.EqualTo((new[] { "k" }, true)));
            await owner.CommitAsync(t => owner.Lot.Take(t, "k"));
            Assert.That((owner.Lot.Find("k")!.First, owner.Lot.Find("k")!.Waiting), Is.EqualTo((1L, 1L)));
            Assert.That(await owner.ReadAsync("k", 1), Does.Contain("k=two "));
            await owner.CommitAsync(t =>
            {
                owner.Lot.Take(t, "k");
                owner.Lot.Settle("k");
            });
        });

        await OwnAsync(owner =>
        {
            Assert.That((owner.Lot.Find("k"), owner.Lot.Releasing.Count), Is.EqualTo(((ParkedKey?)null, 0)));
            return Task.CompletedTask;
        });
        Assert.That(await StateAsync(), Is.Empty, "a free key leaves no state");
    }

    [Test]
    public Task A_new_head_goes_on_holding_what_waits() => OwnAsync(async owner =>
    {
        owner.Lot.Park("k", Letter("old"));
        await owner.CommitAsync(async t =>
        {
            await owner.Lot.WaitAsync(t, "k", Raw("k", 1, "one"), owner.Token);
            owner.Lot.Settle("k");
        });
        var since = _log.Time.GetUtcNow();
        _log.Time.Advance(TimeSpan.FromHours(1));

        await owner.CommitAsync(_ => owner.Lot.Park("k", Letter("new")));

        var parked = owner.Lot.Find("k")!;
        Assert.That((parked.Head, parked.Waiting, parked.IsReleasing, parked.Since), Is.EqualTo(("new", 1L, false, since)));
        Assert.That(owner.Lot.Releasing, Is.Empty);
        Assert.That(await owner.ReadAsync("k", 0), Does.Contain("k=one "));
    });

    [Test]
    public Task What_is_not_committed_did_not_happen() => OwnAsync(async owner =>
    {
        await owner.CommitAsync(_ => owner.Lot.Park("k", Letter("head")));
        await using (var abandoned = owner.Lease.Begin())
        {
            owner.Lot.Park("other", Letter("head"));
            await owner.Lot.WaitAsync(abandoned, "k", Raw("k", 1, "lost"), owner.Token);
            owner.Lot.Queue(abandoned, "letter");
            owner.Lot.Write(abandoned);
        }

        await owner.Lot.LoadAsync(owner.Token);

        Assert.That((owner.Lot.Find("other"), owner.Lot.Find("k")!.Waiting), Is.EqualTo(((ParkedKey?)null, 0L)));
        Assert.That(await owner.Lot.IsQueuedAsync("letter", owner.Token), Is.False);
        await owner.CommitAsync(async t => await owner.Lot.WaitAsync(t, "k", Raw("k", 2, "kept"), owner.Token));
        Assert.That(await owner.ReadAsync("k", 0), Is.EqualTo("t.raw.changes 2 k=kept [ce_id=2]"));
    });

    [Test]
    public async Task A_queued_letter_is_known_at_once_and_to_a_successor_until_it_is_taken_off()
    {
        await OwnAsync(owner => owner.CommitAsync(async t =>
        {
            owner.Lot.Queue(t, "letter");
            Assert.That(await owner.Lot.IsQueuedAsync("letter", owner.Token), Is.True);
        }));

        await OwnAsync(async owner =>
        {
            Assert.That(await owner.Lot.IsQueuedAsync("letter", owner.Token), Is.True);
            await owner.CommitAsync(async t =>
            {
                owner.Lot.Unqueue(t, "letter");
                Assert.That(await owner.Lot.IsQueuedAsync("letter", owner.Token), Is.False);
            });
            Assert.That(await owner.Lot.IsQueuedAsync("letter", owner.Token), Is.False);
        });
    }

    [Test]
    public Task A_message_that_is_not_there_is_told_with_what_to_do() => OwnAsync(async owner =>
    {
        owner.Lot.Park("k", Letter("head"));
        await owner.CommitAsync(async t => await owner.Lot.WaitAsync(t, "k", Raw("k", 1, "one"), owner.Token));

        var lost = (await Assert.ThrowsAsync<PasserelleException>(async () => await owner.ReadAsync("k", 1)))!;

        Assert.That((lost.Code.Id, lost.Message, lost.Remedy), Is.EqualTo((
            "PSR-4513",
            "Message 1 of a parked key of flow 'changes' (partition 0, 1 characters) is not on 't.parked.changes' any more.",
            "Restore 't.parked.changes' from a backup: it must keep what waits, whatever its age.")));
    });

    [Test]
    public Task Settling_a_key_that_is_not_parked_changes_nothing() => OwnAsync(async owner =>
    {
        await owner.CommitAsync(_ => owner.Lot.Settle("k"));

        Assert.That(owner.Lot.Find("k"), Is.Null);
        Assert.That(await StateAsync(), Is.Empty);
    });

    private async Task<List<string>> StateAsync()
    {
        var entries = new List<string>();
        foreach (var table in new[] { _log.Environment.Topics.ParkedKeys(Flow.Name), _log.Environment.Topics.Waiting(Flow.Name) })
            await foreach (var entry in _log.Environment.Log.ReadStateAsync(table, CancellationToken.None)) entries.Add($"{table} {entry}");
        return entries;
    }

    private async Task OwnAsync(Func<Owner, Task> work)
    {
        var topics = _log.Environment.Topics;
        await _log.MakeAsync(topics.Raw(Flow.Name), topics.Parked(Flow.Name));
        await _log.RunAsync(topics.Raw(Flow.Name), async lease =>
        {
            var lot = new ParkingLot(Flow, _log.Environment, lease);
            await lot.LoadAsync(lease.Revoked);
            await work(new Owner(lease, lot, new WaitingMessages(Flow, _log.Environment, lot, lease.Partition)));
        });
    }

    private static LogEvent Raw(string key, long offset, string value) => new(
        "t.raw.changes", 0, offset, Encoding.ASCII.GetBytes(key), Encoding.UTF8.GetBytes(value),
        [new LogHeader("ce_id", Encoding.ASCII.GetBytes($"{offset}"))], default);

    private static DeadLetter Letter(string id) => new()
    {
        Id = id,
        Flow = Flow.Name,
        Contract = "companies.v1",
        Stage = Stage.Normalise,
        Fingerprint = "f",
        Reasons = [],
        Sequence = 3,
        Origin = new DeadLetterOrigin("file", 1, 1, 0, 0),
        AsOf = default,
        FailedAt = default,
        Original = [],
        Record = [],
    };

    private sealed record Owner(IPartitionLease Lease, ParkingLot Lot, WaitingMessages Waiting)
    {
        public CancellationToken Token => Lease.Revoked;

        public Task CommitAsync(Action<ILogTransaction> work) => CommitAsync(transaction =>
        {
            work(transaction);
            return Task.CompletedTask;
        });

        public async Task CommitAsync(Func<ILogTransaction, Task> work)
        {
            await using var transaction = Lease.Begin();
            await work(transaction);
            Lot.Write(transaction);
            await transaction.CommitAsync(Token);
        }

        /// <summary>Topic, offset, key, value and the header that every raw event has.</summary>
        public async Task<string> ReadAsync(string key, long number)
        {
            var read = await Waiting.ReadAsync(key, number, Token);
            var value = Encoding.UTF8.GetString(read.Value!.Value.Span);
            var id = Encoding.ASCII.GetString(read.Header("ce_id")!.Value.Span);
            return $"{read.Topic} {read.Offset} {Encoding.ASCII.GetString(read.Key.Span)}={value} [ce_id={id}]";
        }
    }
}
