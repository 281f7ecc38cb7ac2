using System.Buffers.Text;
using System.IO.Hashing;
using Passerelle.CrashHarness.Run;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.CrashHarness.Scenarios;

/// <summary>Counts the events of a large topic, and looks that no id comes twice and that the sequences of a key rise; 32 bytes a key.</summary>
internal sealed class EventCount(IEventLog log, Findings findings)
{
    private readonly HashSet<UInt128> _ids = [];
    private readonly Dictionary<UInt128, long> _sequences = [];

    public async Task<long> CountAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        long count = 0;
        for (var partition = 0; partition < partitions; partition++)
        {
            long from = 0;
            var end = await log.EndAsync(topic, partition, cancellationToken);
            while (from < end)
            {
                var events = await log.FetchAsync(topic, partition, from, 2000, TimeSpan.Zero, cancellationToken);
                if (events.Count == 0) break;
                foreach (var e in events) Look(e);
                count += events.Count;
                from = events[^1].Offset + 1;
            }
        }

        return count;
    }

    private void Look(LogEvent e)
    {
        var id = e.Header("ce_id")!.Value;
        if (!_ids.Add(XxHash128.HashToUInt128(id.Span)))
        {
            findings.Add(Broken.Duplicated, $"Event {System.Text.Encoding.ASCII.GetString(id.Span)} stands on the log twice.");
        }

        var sequence = Utf8Parser.TryParse(e.Header("psr-sequence")!.Value.Span, out long read, out _) ? read : -1;
        var key = XxHash128.HashToUInt128(e.Key.Span);
        if (_sequences.TryGetValue(key, out var before) && sequence <= before)
        {
            findings.Add(Broken.OutOfOrder, $"Key {System.Text.Encoding.ASCII.GetString(e.Key.Span)}: sequence {sequence} was published after {before}.");
        }

        _sequences[key] = sequence;
    }
}
