using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

internal sealed class ClaimingTransaction(ILogTransaction transaction, IClaimStore claims, int largest) : ILogTransaction
{
    // A reference and a key stand beside the value in one event of a compacted topic.
    private const int StateOverhead = 4096;

    private readonly List<ClaimedContent> _claimed = [];

    public void Append(in LogAppend entry)
    {
        if (entry.Size() <= largest) transaction.Append(entry);
        else transaction.Append(ClaimCheck.Pack(entry, largest, _claimed));
    }

    public void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } large || large.Length <= largest - StateOverhead)
        {
            transaction.Put(table, key, value);
            return;
        }

        var id = ClaimId.Of(large.Span);
        _claimed.Add(new ClaimedContent(id, large));
        transaction.Put(table, key, ClaimedState.Reference(id));
    }

    public void Advance(string topic, long next) => transaction.Advance(topic, next);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, content) in _claimed) await claims.PutAsync(id, content, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
