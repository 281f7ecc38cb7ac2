using System.Globalization;
using System.Text;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Conformance;

/// <summary>Short words for the cases of the event log.</summary>
internal static class LogBench
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } b ? Encoding.UTF8.GetString(b.Span) : "(null)";

    public static LogAppend Event(string topic, int partition, string key, string? value) =>
        new(topic, partition, Bytes(key), value is null ? default(ReadOnlyMemory<byte>?) : Bytes(value), []);

    public static async Task<string> TopicAsync(this IEventLogHost host, string name, int partitions = 1, bool compacted = false, bool kept = false)
    {
        var topic = host.Prefix + name;
        var differences = await host.Log.EnsureTopicsAsync([new(topic, partitions, compacted, kept ? null : Day)], default);
        Assert.That(differences, Is.Empty);
        return topic;
    }

    /// <summary>Appends each <c>key=value</c>; <c>key</c> alone is a tombstone.</summary>
    public static async Task AppendAsync(this IEventLogHost host, string topic, params string[] entries)
    {
        var events = entries.Select(e => e.Split('=')).Select(e => Event(topic, 0, e[0], e.Length > 1 ? e[1] : null));
        await host.Log.AppendAsync([.. events], default);
    }

    /// <summary>Reads until nothing more is committed.</summary>
    public static async Task<List<LogEvent>> AllAsync(this IEventLogHost host, string topic, int partition = 0, long from = 0)
    {
        var all = new List<LogEvent>();
        while (true)
        {
            var end = await host.Log.EndAsync(topic, partition, default);
            var events = await host.Log.FetchAsync(topic, partition, from, 1000, from < end ? TimeSpan.FromMilliseconds(200) : TimeSpan.Zero, default);
            if (events.Count == 0) return all;
            all.AddRange(events);
            from = events[^1].Offset + 1;
        }
    }

    public static IEnumerable<string> Entries(this IEnumerable<LogEvent> events) =>
        events.Select(e => e.Value is null ? Text(e.Key) : $"{Text(e.Key)}={Text(e.Value)}");

    /// <summary>Runs the work once as the owner of partition 0, then leaves the group.</summary>
    public static async Task OwnAsync(this IEventLogHost host, string group, string topic, Func<IPartitionLease, Task> work)
    {
        using var stop = new CancellationTokenSource(Patience);
        var ran = false;
        await host.Log.RunAsync(host.Prefix + group, topic, async lease =>
        {
            if (lease.Partition != 0) return;
            await work(lease);
            ran = true;
            await stop.CancelAsync();
        }, stop.Token);
        Assert.That(ran, Is.True, "the partition was never handed out");
    }

    public static async Task<List<string>> StateAsync(IAsyncEnumerable<StateEntry> entries)
    {
        var found = new List<string>();
        await foreach (var entry in entries) found.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Partition}:{Text(entry.Key)}={Text(entry.Value)}"));
        return found;
    }
}
