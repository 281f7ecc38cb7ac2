using System.Globalization;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Work that counts: each transaction appends the next number, keeps it as state and advances the position by one. What is on the log
/// afterwards tells of every number that was lost, doubled or out of order.</summary>
internal static class Work
{
    public const string Table = "last";

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } b ? Encoding.UTF8.GetString(b.Span) : "(null)";

    public static LogAppend Event(string topic, string key, string? value) =>
        new(topic, 0, Bytes(key), value is null ? default(ReadOnlyMemory<byte>?) : Bytes(value), []);

    public static async Task CountAsync(IPartitionLease lease, string topic, Func<long, Task> counted)
    {
        for (var number = await lease.PositionAsync(topic, lease.Revoked); ; number++)
        {
            var state = await lease.GetAsync(Table, Bytes("number"), lease.Revoked);
            if ((state is null ? "0" : Text(state)) != Number(number)) throw new InvalidOperationException($"state {Text(state)} does not fit position {number}");
            await using var transaction = lease.Begin();
            transaction.Append(Event(topic, "number", Number(number)));
            transaction.Put(Table, Bytes("number"), Bytes(Number(number + 1)));
            transaction.Advance(topic, number + 1);
            await transaction.CommitAsync(lease.Revoked);
            await counted(number);
        }
    }

    /// <summary>Counts, and tries again when the brokers do not answer, as a stage does.</summary>
    public static async Task CountOnAsync(IPartitionLease lease, string topic, Func<long, Task> counted)
    {
        while (true)
        {
            try
            {
                await CountAsync(lease, topic, counted);
            }
            catch (PasserelleException e) when (e.Code.Kind is FailureKind.Connection or FailureKind.Timeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), lease.Revoked);
            }
        }
    }

    /// <summary>The numbers on the log, in its order.</summary>
    public static async Task<List<string>> NumbersAsync(IEventLog log, string topic)
    {
        var all = new List<string>();
        for (long from = 0; await log.FetchAsync(topic, 0, from, 1000, TimeSpan.Zero, default) is { Count: > 0 } events; from = events[^1].Offset + 1)
        {
            all.AddRange(events.Select(e => Text(e.Value)));
        }

        return all;
    }

    public static IEnumerable<string> FirstNumbers(int count) => Enumerable.Range(0, count).Select(n => Number(n));

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs the work once as the owner of partition 0.</summary>
    public static async Task OwnAsync(IEventLog log, string group, string topic, Func<IPartitionLease, Task> work)
    {
        using var stop = new CancellationTokenSource(Patience);
        var ran = false;
        await log.RunAsync(group, topic, async lease =>
        {
            await work(lease);
            ran = true;
            await stop.CancelAsync();
        }, stop.Token);
        Assert.That(ran, Is.True, "the partition was never handed out");
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (patience.IsCancellationRequested) Assert.Fail($"not within {Patience}: {what}");
            await Task.Delay(50);
        }
    }
}
