using Passerelle.Gateway.Ports.Log;
using static Passerelle.Conformance.LogBench;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IEventLogHost>;

namespace Passerelle.Conformance;

internal static class LogTransactionCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(Nothing_is_visible_before_commit), Case.Of(An_abandoned_transaction_leaves_nothing),
        Case.Of(Events_state_and_position_become_visible_together), Case.Of(State_is_scanned_in_the_order_of_key_bytes),
        Case.Of(A_state_entry_is_replaced_and_removed), Case.Of(State_of_one_partition_is_unseen_by_another),
        Case.Of(State_can_be_read_from_outside), Case.Of(An_ended_transaction_takes_nothing_more),
    ];

    private static Task Nothing_is_visible_before_commit(IEventLogHost host) => WithOwnerAsync(host, async (topic, lease) =>
    {
        await using var transaction = lease.Begin();
        transaction.Append(Event(topic, 0, "a", "1"));
        transaction.Put(host.Prefix + "t", Bytes("k"), Bytes("v"));
        transaction.Advance(topic, 1);
        await NothingAsync(host, topic, lease);
        await transaction.CommitAsync(default);
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "a=1" }));
    });

    private static Task An_abandoned_transaction_leaves_nothing(IEventLogHost host) => WithOwnerAsync(host, async (topic, lease) =>
    {
        await using (var transaction = lease.Begin())
        {
            transaction.Append(Event(topic, 0, "a", "1"));
            transaction.Put(host.Prefix + "t", Bytes("k"), Bytes("v"));
            transaction.Advance(topic, 1);
        }

        await NothingAsync(host, topic, lease);
        await using var next = lease.Begin();
        next.Append(Event(topic, 0, "b", "2"));
        await next.CommitAsync(default);
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "b=2" }));
    });

    private static async Task NothingAsync(IEventLogHost host, string topic, IPartitionLease lease)
    {
        Assert.That(await host.AllAsync(topic), Is.Empty);
        Assert.That(await lease.ReadAsync(topic, 0, 10, TimeSpan.Zero, default), Is.Empty);
        Assert.That(await lease.GetAsync(host.Prefix + "t", Bytes("k"), default), Is.Null);
        Assert.That(await lease.PositionAsync(topic, default), Is.Zero);
    }

    private static async Task Events_state_and_position_become_visible_together(IEventLogHost host)
    {
        var other = await host.TopicAsync("other", partitions: 2);
        await WithOwnerAsync(host, async (topic, lease) =>
        {
            await using var transaction = lease.Begin();
            transaction.Append(Event(other, 1, "a", "1"));
            transaction.Append(Event(topic, 0, "b", "2"));
            transaction.Put(host.Prefix + "t", Bytes("k"), Bytes("v"));
            transaction.Advance(topic, 41);
            transaction.Advance(topic, 42);
            await transaction.CommitAsync(default);
            Assert.That((await lease.ReadAsync(topic, 0, 10, Patience, default)).Entries(), Is.EqualTo(new[] { "b=2" }));
            Assert.That((await host.AllAsync(other, 1)).Entries(), Is.EqualTo(new[] { "a=1" }));
            Assert.That(Text(await lease.GetAsync(host.Prefix + "t", Bytes("k"), default)), Is.EqualTo("v"));
            Assert.That(await lease.PositionAsync(topic, default), Is.EqualTo(42));
        });
    }

    private static Task State_is_scanned_in_the_order_of_key_bytes(IEventLogHost host) => WithOwnerAsync(host, async (_, lease) =>
    {
        var random = new Random(11);
        var keys = Enumerable.Range(0, 2000).Select(_ =>
        {
            var key = new byte[random.Next(1, 6)];
            random.NextBytes(key);
            return key;
        }).DistinctBy(Convert.ToHexString).ToList();
        foreach (var chunk in keys.Chunk(700))
        {
            await using var transaction = lease.Begin();
            foreach (var key in chunk) transaction.Put(host.Prefix + "t", key, key);
            await transaction.CommitAsync(default);
        }

        var found = new List<string>();
        await foreach (var entry in lease.ScanAsync(host.Prefix + "t", default)) found.Add(Convert.ToHexString(entry.Key.Span));
        Assert.That(found, Is.EqualTo(keys.Select(Convert.ToHexString).Order(StringComparer.Ordinal)));
    });

    private static Task A_state_entry_is_replaced_and_removed(IEventLogHost host) => WithOwnerAsync(host, async (_, lease) =>
    {
        foreach (var value in new[] { "1", "", "2", null })
        {
            await using var transaction = lease.Begin();
            transaction.Put(host.Prefix + "t", Bytes("k"), value is null ? default(ReadOnlyMemory<byte>?) : Bytes(value));
            await transaction.CommitAsync(default);
            Assert.That(Text(await lease.GetAsync(host.Prefix + "t", Bytes("k"), default)), Is.EqualTo(value ?? "(null)"));
        }

        Assert.That(await StateAsync(lease.ScanAsync(host.Prefix + "t", default)), Is.Empty);
    });

    private static async Task State_of_one_partition_is_unseen_by_another(IEventLogHost host)
    {
        var topic = await host.TopicAsync("parted", partitions: 2);
        using var stop = new CancellationTokenSource(Patience);
        using var both = new CountdownEvent(2);
        var written = new TaskCompletionSource();
        var seen = new string[2];
        await host.Log.RunAsync(host.Prefix + "g", topic, async lease =>
        {
            await using (var transaction = lease.Begin())
            {
                transaction.Put(host.Prefix + "t", Bytes("k"), Bytes($"of {lease.Partition}"));
                await transaction.CommitAsync(default);
            }

            if (both.Signal()) written.SetResult();
            await written.Task;
            seen[lease.Partition] = string.Join(',', await StateAsync(lease.ScanAsync(host.Prefix + "t", default)));
            if (seen[0] is not null && seen[1] is not null) await stop.CancelAsync();
        }, stop.Token);
        Assert.That(seen, Is.EqualTo(new[] { "0:k=of 0", "1:k=of 1" }));
    }

    private static async Task State_can_be_read_from_outside(IEventLogHost host)
    {
        await WithOwnerAsync(host, async (_, lease) =>
        {
            await using var transaction = lease.Begin();
            transaction.Put(host.Prefix + "t", Bytes("b"), Bytes("2"));
            transaction.Put(host.Prefix + "t", Bytes("a"), Bytes("1"));
            transaction.Put(host.Prefix + "u", Bytes("c"), Bytes("3"));
            await transaction.CommitAsync(default);
        });
        Assert.That(await StateAsync(host.Log.ReadStateAsync(host.Prefix + "t", default)), Is.EquivalentTo(new[] { "0:a=1", "0:b=2" }));
        Assert.That(await StateAsync(host.Log.ReadStateAsync(host.Prefix + "none", default)), Is.Empty);
    }

    private static Task An_ended_transaction_takes_nothing_more(IEventLogHost host) => WithOwnerAsync(host, async (topic, lease) =>
    {
        await using var transaction = lease.Begin();
        await transaction.CommitAsync(default);
        Assert.That(() => transaction.Append(Event(topic, 0, "a", "1")), Throws.InvalidOperationException);
    });

    private static async Task WithOwnerAsync(IEventLogHost host, Func<string, IPartitionLease, Task> work)
    {
        var topic = await host.TopicAsync("owned");
        await host.OwnAsync("g", topic, lease => work(topic, lease));
    }
}
