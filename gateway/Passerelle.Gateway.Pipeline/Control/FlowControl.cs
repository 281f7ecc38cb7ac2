using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Control;

/// <summary>Whether a flow is paused, as its ingest owner says it to all instances.</summary>
/// <param name="Paused">Why; null when it runs again.</param>
internal sealed record FlowSwitch(string Flow, string? Paused, DateTimeOffset At);

/// <summary>What this instance knows of the pauses of all flows: read from the control topic, so that every stage of every instance stops.</summary>
internal sealed class FlowControl(GatewayEnvironment environment)
{
    private const int PageSize = 500;
    private readonly string _topic = environment.Topics.Control;
    private readonly ConcurrentDictionary<string, FlowSwitch> _switches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _resumed = new(StringComparer.Ordinal);
    private long _next;

    /// <summary>Why the flow is paused; null when it is not.</summary>
    public string? Paused(string flow) => _switches.GetValueOrDefault(flow)?.Paused;

    /// <summary>Why all of the flows are paused; null while one of them runs.</summary>
    public string? Paused(IReadOnlyList<string> flows) =>
        flows.Count > 0 && flows.All(f => Paused(f) is not null) ? Paused(flows[0]) : null;

    /// <summary>The switch as an event: it travels in the transaction that changes the flow's own state.</summary>
    public static LogAppend ToEvent(TopicNames topics, FlowSwitch to) => new(
        topics.Control, 0, Encoding.UTF8.GetBytes(to.Flow), JsonSerializer.SerializeToUtf8Bytes(to, ControlJson.Default.FlowSwitch), []);

    /// <summary>Reads what is there: a pause outlives a restart.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        var end = await environment.Log.EndAsync(_topic, 0, cancellationToken);
        while (_next < end && await ReadAsync(TimeSpan.Zero, cancellationToken))
        {
        }
    }

    /// <summary>Follows the topic until cancelled. It reads all the time, on every instance, so what it meets tells how the log is.</summary>
    public async Task FollowAsync(StageMonitor log, CancellationToken cancellationToken)
    {
        using var monitor = log.Part(0);
        var retry = StageRetry.Create(environment, monitor);
        while (!cancellationToken.IsCancellationRequested)
        {
            await retry.ExecuteAsync(async token => await ReadAsync(environment.PollInterval, token), cancellationToken);
            monitor.Healthy();
        }
    }

    /// <summary>Returns when the operator resumes one of the flows.</summary>
    public async Task ResumedAsync(IReadOnlyList<string> flows, CancellationToken cancellationToken)
    {
        var before = flows.Sum(f => _resumed.GetValueOrDefault(f));
        while (flows.Sum(f => _resumed.GetValueOrDefault(f)) == before) await Task.Delay(environment.IdleWait, environment.Time, cancellationToken);
    }

    private async ValueTask<bool> ReadAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var events = await environment.Log.FetchAsync(_topic, 0, _next, PageSize, wait, cancellationToken);
        foreach (var e in events) Apply(e);
        if (events.Count > 0) _next = events[^1].Offset + 1;
        return events.Count > 0;
    }

    private void Apply(LogEvent e)
    {
        if (Read(e) is not { Flow: not null } to) return;
        _switches[to.Flow] = to;
        if (to.Paused is null) _resumed.AddOrUpdate(to.Flow, 1, static (_, n) => n + 1);
    }

    /// <summary>What is not one of ours is passed over.</summary>
    private static FlowSwitch? Read(LogEvent e)
    {
        try
        {
            return e.Value is { } value ? JsonSerializer.Deserialize(value.Span, ControlJson.Default.FlowSwitch) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
