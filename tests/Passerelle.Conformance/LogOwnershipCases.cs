using Passerelle.Gateway.Ports.Log;
using static Passerelle.Conformance.LogBench;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IEventLogHost>;

namespace Passerelle.Conformance;

internal static class LogOwnershipCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(Members_share_the_partitions_and_inherit_them), Case.Of(A_revoked_owner_cannot_commit),
        Case.Of(A_revoked_partition_is_handed_on_after_its_work_ended), Case.Of(Groups_do_not_disturb_each_other),
        Case.Of(An_error_of_the_work_ends_the_run),
    ];

    private static async Task Members_share_the_partitions_and_inherit_them(IEventLogHost host)
    {
        var topic = await host.TopicAsync("shared", partitions: 4);
        var (first, second) = (new Member(host, topic), new Member(host, topic));
        first.Start();
        await first.OwnsAsync(4);
        second.Start();
        await first.OwnsAsync(2);
        await second.OwnsAsync(2);
        Assert.That(first.Owned.Concat(second.Owned).Order(), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        await first.StopAsync();
        await second.OwnsAsync(4);
        await second.StopAsync();
        Assert.That(second.Owned, Is.Empty);
    }

    private static async Task A_revoked_owner_cannot_commit(IEventLogHost host)
    {
        var topic = await host.TopicAsync("fenced");
        IPartitionLease? stale = null;
        ILogTransaction? begun = null;
        await host.OwnAsync("g", topic, lease =>
        {
            stale = lease;
            begun = lease.Begin();
            begun.Append(Event(topic, 0, "stale", "1"));
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<LeaseLostException>(async () => await begun!.CommitAsync(default));
        await host.OwnAsync("g", topic, async lease =>
        {
            await Assert.ThrowsAsync<LeaseLostException>(async () =>
            {
                await using var late = stale!.Begin();
                late.Append(Event(topic, 0, "late", "1"));
                await late.CommitAsync(default);
            });
            await using var transaction = lease.Begin();
            transaction.Append(Event(topic, 0, "owner", "1"));
            await transaction.CommitAsync(default);
        });
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "owner=1" }));
    }

    private static async Task A_revoked_partition_is_handed_on_after_its_work_ended(IEventLogHost host)
    {
        var topic = await host.TopicAsync("handed", partitions: 2);
        var running = new int[2];
        var (most, begun) = (0, 0);
        async Task Work(IPartitionLease lease)
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running[lease.Partition]));
            Interlocked.Increment(ref begun);
            await Task.Delay(Timeout.Infinite, lease.Revoked).ContinueWith(_ => { }, TaskScheduler.Default);
            // Slow to let go: the successor must wait for it.
            await Task.Delay(50);
            Interlocked.Decrement(ref running[lease.Partition]);
        }

        var members = Enumerable.Range(0, 4).Select(_ => new Member(host, topic, Work)).ToList();
        members[0].Start();
        await BegunAsync(2);
        foreach (var member in members.Skip(1))
        {
            member.Start();
            await Task.Delay(30);
        }

        await BegunAsync(3);
        foreach (var member in members) await member.StopAsync();
        Assert.That(most, Is.EqualTo(1));

        async Task BegunAsync(int times)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (Volatile.Read(ref begun) < times) await Task.Delay(10, patience.Token);
        }
    }

    private static async Task Groups_do_not_disturb_each_other(IEventLogHost host)
    {
        var topic = await host.TopicAsync("groups");
        await host.OwnAsync("one", topic, async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Advance(topic, 7);
            await transaction.CommitAsync(default);
            await host.OwnAsync("two", topic, async other => Assert.That(await other.PositionAsync(topic, default), Is.Zero));
            Assert.That(lease.Revoked.IsCancellationRequested, Is.False);
        });
    }

    private static async Task An_error_of_the_work_ends_the_run(IEventLogHost host)
    {
        var topic = await host.TopicAsync("broken", partitions: 2);
        var error = await Assert.ThrowsAsync<FormatException>(() => host.Log.RunAsync(host.Prefix + "g", topic, async lease =>
        {
            if (lease.Partition == 1) throw new FormatException("the work's own");
            await Task.Delay(Timeout.Infinite, lease.Revoked);
        }, default));
        Assert.That(error!.Message, Is.EqualTo("the work's own"));
        await host.OwnAsync("g", topic, _ => Task.CompletedTask);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    /// <summary>A member of the group, and what it owns at the moment.</summary>
    private sealed class Member(IEventLogHost host, string topic, Func<IPartitionLease, Task>? work = null) : IDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly HashSet<int> owned = [];
        private Task run = Task.CompletedTask;

        public IReadOnlyList<int> Owned
        {
            get
            {
                lock (owned) return [.. owned];
            }
        }

        public void Start() => run = host.Log.RunAsync(host.Prefix + "g", topic, work ?? HoldAsync, stop.Token);

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await run.WaitAsync(Patience);
            Dispose();
        }

        public void Dispose() => stop.Dispose();

        public async Task OwnsAsync(int count)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (Owned.Count != count) await Task.Delay(10, patience.Token);
        }

        private async Task HoldAsync(IPartitionLease lease)
        {
            lock (owned) owned.Add(lease.Partition);
            await Task.Delay(Timeout.Infinite, lease.Revoked).ContinueWith(_ => { }, TaskScheduler.Default);
            lock (owned) owned.Remove(lease.Partition);
        }
    }
}
