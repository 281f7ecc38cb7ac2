using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>What normalise must know of a key before it can process a record: nothing, its last value, or its last order.</summary>
internal sealed class KeyMemory
{
    private readonly List<KeyTable> _tables = [];

    public KeyMemory(FlowDefinition flow, TopicNames topics, IPartitionLease lease)
    {
        if (flow.MergePatch) Values = new PublishedValues(Add(topics.Published(flow.Name), lease), (IPartMapper)flow.Mapper);
        if (flow.IsOrdered) Orders = new OrderBook(Add(topics.Orders(flow.Contract), lease));
    }

    /// <summary>Set when records are parts.</summary>
    public PublishedValues? Values { get; }

    /// <summary>Set when records say their own order.</summary>
    public OrderBook? Orders { get; }

    public bool IsOn => _tables.Count > 0;

    /// <summary>A transaction begins.</summary>
    public void Forget()
    {
        foreach (var table in _tables) table.Forget();
    }

    public async ValueTask LoadAsync(LogEvent source, CancellationToken cancellationToken)
    {
        if (!IsOn) return;
        var key = new RawEvent(source).KeyText;
        foreach (var table in _tables) await table.LoadAsync(key, cancellationToken);
    }

    private KeyTable Add(string name, IPartitionLease lease)
    {
        var table = new KeyTable(name, lease);
        _tables.Add(table);
        return table;
    }
}
