using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>What a probe found.</summary>
/// <param name="Kind"><c>connection</c> or <c>flow</c>.</param>
/// <param name="Outcome"><c>ok</c>, <c>failed</c>, or <c>unchecked</c> when the adapter has no probe.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record ProbeResult(string Kind, string Name, string Adapter, string Outcome, Failure? Failure, TimeSpan Took);

/// <summary>Asks legacy systems whether they can be reached and allow what the workspace wants. Changes nothing there.</summary>
public sealed class Prober(string workspaceFolder, TimeProvider time) : IDisposable
{
    private readonly ConnectionSet _connections = new(time);

    public Task<ProbeResult> ProbeAsync(ConnectionDefinition connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var probe = (connection.Adapter as IProbeAdapter)?.CreateProbe(_connections.Of(connection)!);
        return RunAsync("connection", connection.Name, connection.Adapter, probe, cancellationToken);
    }

    /// <summary>Probes a flow's source.</summary>
    public async Task<ProbeResult> ProbeAsync(FlowDefinition flow, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flow);
        await using var source = flow.Adapter.CreateSource(flow.SourceOptions, _connections.ContextOf(flow, workspaceFolder));
        return await RunAsync("flow", flow.Name, flow.Adapter, source as IProbe, cancellationToken);
    }

    public void Dispose() => _connections.Dispose();

    private async Task<ProbeResult> RunAsync(string kind, string name, IAdapter adapter, IProbe? probe, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var failure = probe is null ? null : await AskAsync(probe, cancellationToken);
        var outcome = failure is not null ? "failed" : probe is null ? "unchecked" : "ok";
        return new ProbeResult(kind, name, adapter.Spec.Name, outcome, failure, time.GetElapsedTime(started));
    }

    private static async Task<Failure?> AskAsync(IProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.ProbeAsync(cancellationToken);
        }
        catch (PasserelleException e)
        {
            return new Failure { Code = e.Code, Message = e.Message, Remedy = e.Remedy };
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException)
        {
            return new Failure { Code = ConnectionErrors.Failed, Message = e.Message, Remedy = "Look at the legacy side and at what the network lets pass." };
        }
    }
}
