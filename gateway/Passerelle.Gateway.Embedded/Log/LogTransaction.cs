using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>A transaction of a lease: nothing leaves memory before commit, so abandoning it costs nothing.</summary>
internal sealed class LogTransaction(PartitionLease lease, TransactionBuffer buffer, LogWriter writer, TimeProvider time) : ILogTransaction
{
    private bool ended;

    public void Append(in LogAppend entry) => Open().Append(entry);

    public void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value) => Open().Put(new StateChange(table, key, value));

    public void Advance(string topic, long next) => Open().Advance(topic, lease.Partition, next);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        var request = Open().Build(lease, time.GetUtcNow().ToUnixTimeMilliseconds());
        ended = true;
        lease.Demand();
        await writer.SubmitAsync(request, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        ended = true;
        return ValueTask.CompletedTask;
    }

    private TransactionBuffer Open() =>
        ended ? throw new InvalidOperationException("The transaction has ended; begin another one.") : buffer;
}
