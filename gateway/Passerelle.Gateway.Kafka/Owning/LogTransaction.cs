using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Kafka.Writing;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>A transaction of a lease, in memory until it is committed.</summary>
internal sealed class LogTransaction(KafkaLease lease, TransactionBuffer buffer) : ILogTransaction
{
    private bool ended;

    public void Append(in LogAppend entry) => Open().Append(entry);

    public void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value) => Open().Put(StateRecord.Change(table, key.Span, value));

    public void Advance(string topic, long next) => Open().Advance(topic, next);

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        Open();
        ended = true;
        return lease.CommitAsync(buffer, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        ended = true;
        return ValueTask.CompletedTask;
    }

    private TransactionBuffer Open() =>
        ended ? throw new InvalidOperationException("The transaction has ended; begin another one.") : buffer;
}
