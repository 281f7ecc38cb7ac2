using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Migration;

/// <summary>Copies the state of an owner: on the new log by whoever owns the partition there, as always.</summary>
internal sealed class StateCopy(GatewayEnvironment from, GatewayEnvironment to)
{
    private const int MostEntries = 2000;
    private const long MostBytes = 1024 * 1024;

    /// <returns>How many entries of which table.</returns>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(StateOwner owner, CancellationToken cancellationToken)
    {
        var counts = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await owner.ForEachPartitionAsync(to.Log, async lease =>
        {
            await using var writer = new StateWriter(lease, MostEntries, MostBytes);
            foreach (var table in owner.Tables)
            {
                await foreach (var entry in EntriesAsync(table, lease)) await writer.PutAsync(table, entry.Key, Converted(owner, entry.Value));
                var count = writer.TakeCount();
                counts.AddOrUpdate(table, count, (_, before) => before + count);
            }

            foreach (var flow in owner.Parked) await IndexAsync(flow, lease, writer);
            await writer.FlushAsync();
        }, cancellationToken);
        return counts.Where(c => c.Value > 0).OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary();
    }

    private IAsyncEnumerable<StateEntry> EntriesAsync(string table, IPartitionLease lease) =>
        from.Log.ReadStateAsync(table, lease.Revoked).Where(entry => entry.Partition == lease.Partition);

    /// <summary>Open dead letters of project hold lineage.</summary>
    private static ReadOnlyMemory<byte> Converted(StateOwner owner, ReadOnlyMemory<byte> value)
    {
        if (!owner.IsProject) return value;
        var letters = JsonSerializer.Deserialize(value.Span, DeadLetterJson.Default.ListOpenLetter)!;
        return JsonSerializer.SerializeToUtf8Bytes(
            letters.ConvertAll(l => l with { Document = MigratedLineage.Mark(DeadLetter.FromJson(l.Document)).ToJson() }), DeadLetterJson.Default.ListOpenLetter);
    }

    /// <summary>Where on the new parked log each message stands that still waits.</summary>
    private async Task IndexAsync(string flow, IPartitionLease lease, StateWriter writer)
    {
        var (log, index) = (to.Topics.Parked(flow), to.Topics.Waiting(flow));
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in EntriesAsync(index, lease)) waiting.Add(Convert.ToHexString(entry.Key.Span));
        await foreach (var page in to.Log.PagesAsync(log, lease.Partition, MostEntries, lease.Revoked))
        {
            foreach (var e in page.Where(e => e.Value is not null))
            {
                var name = IndexName(e.Key);
                if (waiting.Contains(Convert.ToHexString(name))) await writer.PutAsync(index, name, WaitingKey.Offset(e.Offset));
            }
        }
    }

    /// <summary>Both names of a waiting message tell its key and its number.</summary>
    private static byte[] IndexName(ReadOnlyMemory<byte> onLog)
    {
        var text = Encoding.ASCII.GetString(onLog.Span);
        var colon = text.LastIndexOf(':');
        return WaitingKey.InIndex(text[..colon], long.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
