using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Mapping;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>What normalise must know of a key before it can process a record: nothing, its last value, or its last order.</summary>
internal sealed class KeyMemory
{
    private readonly KeyTable? _values;
    private readonly KeyTable? _orders;

    public KeyMemory(FlowDefinition flow, TopicNames topics, IPartitionLease lease)
    {
        if (flow.MergePatch)
        {
            _values = new KeyTable(topics.Published(flow.Name), lease);
            Values = new PublishedValues(_values, (IPartMapper)flow.Mapper);
        }

        if (flow.IsOrdered)
        {
            _orders = new KeyTable(topics.Orders(flow.Contract), lease);
            Orders = new OrderBook(_orders);
        }
    }

    /// <summary>Set when records are parts.</summary>
    public PublishedValues? Values { get; }

    /// <summary>Set when records say their own order.</summary>
    public OrderBook? Orders { get; }

    public bool IsOn => _values is not null || _orders is not null;

    /// <summary>A transaction begins.</summary>
    public void Forget()
    {
        _values?.Forget();
        _orders?.Forget();
    }

    public async ValueTask LoadAsync(LogEvent source, CancellationToken cancellationToken)
    {
        if (!IsOn) return;
        var key = new RawEvent(source).KeyText;
        if (_values is not null) await _values.LoadAsync(key, cancellationToken);
        if (_orders is not null) await _orders.LoadAsync(key, cancellationToken);
    }
}
