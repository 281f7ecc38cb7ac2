using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.Writing;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>Ends what a predecessor left open and the brokers have forgotten.</summary>
/// <remarks>A coordinator that comes back after a crash may end a transaction without putting its marks into the partitions (seen on Kafka 4.3, one
/// node, when it passes over partitions that it does not know yet). Nobody ends that one any more: readers of committed events stand still before
/// it for ever, and the next commit of the same producer there would make events visible that were given up. Kafka's remedy is
/// <c>kafka-transactions.sh abort</c>; a successor has the same producer id, so a transaction of its own that it aborts does the same.</remarks>
internal static class Forgotten
{
    /// <summary>After <c>InitTransactions</c> nothing of the writer is open but what was forgotten; marks that are on their way take moments.</summary>
    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <param name="partitions">Where the writer and its predecessors write. Others may write there too and have a transaction open: what is written
    /// and taken back changes nothing for them.</param>
    /// <exception cref="Contracts.Errors.PasserelleException">It cannot, for now.</exception>
    public static async Task EndAsync(LogParts parts, TransactionalWriter writer, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0 || await StandsAsync(parts, partitions, cancellationToken) is not { Count: > 0 } open) return;
        var names = string.Join(", ", open.Select(p => $"{p.Topic}/{p.Partition.Value}"));
        KafkaLog.Forgotten(parts.Logger, writer.Id, names);
        if (!await writer.TakeBackAsync(open)) throw Fail.TransactionOpen(open.First().Topic, open.First().Partition.Value, Moments);
    }

    /// <summary>Those that stay open at one place for longer than marks take.</summary>
    private static async Task<IReadOnlyCollection<TopicPartition>> StandsAsync(LogParts parts, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var started = parts.Time.GetTimestamp();
        var open = await parts.Ends.OpenAsync(partitions, cancellationToken);
        while (open.Count > 0 && parts.Time.GetElapsedTime(started) < Moments)
        {
            await Task.Delay(Turn, parts.Time, cancellationToken);
            var now = await parts.Ends.OpenAsync([.. open.Keys], cancellationToken);
            open = open.Where(o => now.TryGetValue(o.Key, out var at) && at == o.Value).ToDictionary();
        }

        return [.. open.Keys];
    }
}
