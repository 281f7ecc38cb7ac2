using System.Threading.Channels;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Shares the partitions of one topic among the members of one group: revoke, await the work, hand on.</summary>
internal sealed class PartitionGroup(string name, Topic topic, LogParts parts)
{
    private readonly Lock gate = new();
    private readonly List<Member> members = [];
    private readonly Member?[] owners = new Member?[topic.Partitions.Count];

    /// <summary>Returns when cancelled; throws what a member's work threw.</summary>
    public async Task RunAsync(Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        var me = new Member();
        lock (gate)
        {
            members.Add(me);
            Assign();
        }

        try
        {
            await LoopAsync(me, work, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to stop.
        }
        finally
        {
            await LeaveAsync(me);
        }
    }

    private async Task LeaveAsync(Member me)
    {
        try
        {
            await RevokeAsync(me, [.. me.Running.Keys]);
        }
        finally
        {
            lock (gate)
            {
                members.Remove(me);
                // What was claimed but never started is given back as well.
                for (var i = 0; i < owners.Length; i++)
                {
                    if (owners[i] == me) owners[i] = null;
                }

                if (members.Count > 0) Assign();
            }
        }
    }

    private async Task LoopAsync(Member me, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (revoke, claim) = Changes(me);
            foreach (var partition in claim) await StartAsync(me, partition, work, cancellationToken);
            await RevokeAsync(me, revoke);
            foreach (var running in me.Running.Values)
            {
                // Work that ended in good order stays ended while this member owns the partition.
                if (running.Work.IsCompleted) await running.Work;
            }

            await me.Wake.Reader.ReadAsync(cancellationToken);
        }
    }

    private (List<int> Revoke, List<int> Claim) Changes(Member me)
    {
        lock (gate)
        {
            var revoke = me.Running.Keys.Where(p => !me.Wanted.Contains(p)).ToList();
            var claim = me.Wanted.Where(p => owners[p] is null).Order().ToList();
            foreach (var partition in claim) owners[partition] = me;
            return (revoke, claim);
        }
    }

    private async Task StartAsync(Member me, int partition, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        var lease = new PartitionLease(parts, name, topic.Name, partition);
        // Entered before the take-over can fail: the partition is then given back with the others.
        var running = new RunningLease(lease);
        me.Running.Add(partition, running);
        await lease.TakeAsync(cancellationToken);
        running.Work = Task.Run(() => work(lease), CancellationToken.None);
        _ = running.Work.ContinueWith(_ => me.Wake.Writer.TryWrite(true), TaskScheduler.Default);
    }

    private async Task RevokeAsync(Member me, List<int> partitions)
    {
        foreach (var partition in partitions) await me.Running[partition].Lease.RevokeAsync();
        Exception? failure = null;
        foreach (var partition in partitions)
        {
            try
            {
                await me.Running[partition].Work;
            }
            catch (Exception e) when (e is OperationCanceledException or LeaseLostException)
            {
                // The answer to a revocation.
            }
            catch (Exception e)
            {
                failure ??= e;
            }

            me.Running[partition].Lease.Dispose();
            me.Running.Remove(partition);
            lock (gate)
            {
                owners[partition] = null;
                WakeAll();
            }
        }

        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Even shares; everyone keeps what they have as far as their share goes.</summary>
    private void Assign()
    {
        var free = new SortedSet<int>(Enumerable.Range(0, owners.Length));
        for (var i = 0; i < members.Count; i++)
        {
            var kept = members[i].Wanted.Order().Take(Share(i)).ToList();
            members[i].Wanted.Clear();
            members[i].Wanted.UnionWith(kept);
            free.ExceptWith(kept);
        }

        for (var i = 0; i < members.Count; i++)
        {
            var more = free.Take(Share(i) - members[i].Wanted.Count).ToList();
            members[i].Wanted.UnionWith(more);
            free.ExceptWith(more);
        }

        WakeAll();
    }

    private int Share(int member) => owners.Length / members.Count + (member < owners.Length % members.Count ? 1 : 0);

    private void WakeAll()
    {
        foreach (var member in members) member.Wake.Writer.TryWrite(true);
    }

    private sealed class RunningLease(PartitionLease lease)
    {
        public PartitionLease Lease => lease;

        public Task Work { get; set; } = Task.CompletedTask;
    }

    private sealed class Member
    {
        public HashSet<int> Wanted { get; } = [];

        public Dictionary<int, RunningLease> Running { get; } = [];

        public Channel<bool> Wake { get; } = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    }
}
