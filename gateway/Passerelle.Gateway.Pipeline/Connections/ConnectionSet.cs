using System.Collections.Concurrent;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Connections;

/// <summary>The connections of a workspace, one each, made when it is first asked for.</summary>
public sealed class ConnectionSet : IDisposable
{
    private readonly ConcurrentDictionary<string, ResilientConnection> _made = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly TimeSpan _firstBackoff;
    private readonly TimeSpan _longestBackoff;

    /// <param name="firstBackoff">Before a read that failed is tried again; it doubles with every attempt.</param>
    public ConnectionSet(TimeProvider time, TimeSpan? firstBackoff = null, TimeSpan? longestBackoff = null)
    {
        _time = time;
        _firstBackoff = firstBackoff ?? TimeSpan.FromMilliseconds(200);
        _longestBackoff = longestBackoff ?? TimeSpan.FromSeconds(15);
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<ConnectionHealth> Health => [.. _made.Values.Select(c => c.Health).OrderBy(h => h.Name, StringComparer.Ordinal)];

    /// <summary>The same one for all who ask for it.</summary>
    public IConnection? Of(ConnectionDefinition? definition) =>
        definition is null ? null : _made.GetOrAdd(definition.Name, _ => new ResilientConnection(definition, _time, _firstBackoff, _longestBackoff));

    /// <summary>What the adapter of a flow's source may know.</summary>
    public AdapterContext ContextOf(FlowDefinition flow, string workspaceFolder)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new(flow.Name, workspaceFolder, _time) { Connection = Of(flow.Connection) };
    }

    public void Dispose()
    {
        foreach (var connection in _made.Values) connection.Dispose();
        _made.Clear();
    }
}
