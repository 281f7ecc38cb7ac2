using System.Text;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>What operators see and ask. Writes are requests on the log, carried out by the owner of the partition.</summary>
public sealed class OperatorService : IOperator
{
    /// <summary>How many dead letters are read from the store at once, where all of a selection are gone through.</summary>
    private const int PageItems = 200;

    private readonly IReadOnlyList<FlowDefinition> _flows;
    private readonly string[] _names;
    private readonly GatewayEnvironment _environment;
    private readonly GatewayPipeline? _pipeline;
    private readonly FailureReads _failures;
    private readonly FailureRequests _requests;
    private readonly DeliveryReads _deliveries;
    private readonly ParkedReads _parked;
    private readonly Explanations _explanations;

    /// <param name="workspaceFolder">Where relative paths in source options start.</param>
    /// <param name="pipeline">Null when no gateway runs in this process: requests then wait on the log for the next one.</param>
    public OperatorService(
        IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment, string workspaceFolder, GatewayPipeline? pipeline,
        int pageItems = PageItems)
    {
        ArgumentNullException.ThrowIfNull(environment);
        (_flows, _environment, _pipeline) = (flows, environment, pipeline);
        _names = [.. flows.Select(f => f.Name)];
        var archives = new OriginArchives(flows, workspaceFolder, environment.Connections);
        _failures = new FailureReads(environment.Store.Views, archives, pageItems);
        _requests = new FailureRequests(flows, environment, _failures);
        _deliveries = new DeliveryReads(environment.Store.Views);
        _parked = new ParkedReads(flows, environment);
        _explanations = new Explanations(flows, environment, archives);
    }

    public async Task<StatusReport> StatusAsync(CancellationToken cancellationToken)
    {
        var open = await OpenFailuresAsync(cancellationToken);
        var last = await _deliveries.NewestAsync(_names, cancellationToken);
        var late = await LateAsync(cancellationToken);
        var report = new List<FlowStatus>();
        foreach (var flow in _flows)
        {
            var served = await _environment.Store.CountAsync(flow.Contract.Name, flow.Contract.Version.Major, cancellationToken);
            var lenient = _pipeline?.Counters[flow.Name].Snapshot() ?? new Dictionary<string, long>();
            report.Add(new FlowStatus(
                flow.Name, $"{flow.Contract.Name}@{flow.Contract.Version}", served, (int)open.GetValueOrDefault(flow.Name),
                last.GetValueOrDefault(flow.Name), lenient, late.GetValueOrDefault(flow.Name)));
        }

        var stages = _pipeline?.Health.ToList() ?? [];
        return new StatusReport(_pipeline is not null, report, stages) { Connections = _environment.Connections.Health };
    }

    /// <summary>The flows that are past their promises, each with the sentence that says why.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LateAsync(CancellationToken cancellationToken)
    {
        var applied = await _deliveries.NewestAppliedAsync(_names, cancellationToken);
        var late = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var flow in _flows)
        {
            if (Promises.Late(flow, applied.GetValueOrDefault(flow.Name), _environment.Time) is { } why) late[flow.Name] = why;
        }

        return late;
    }

    public Task<Page<DeadLetter>> FailuresAsync(FailureSelection selection, PageRequest page, CancellationToken cancellationToken) =>
        _failures.PageAsync(selection, page, cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        _failures.GroupsAsync(selection, cancellationToken);

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        _requests.AskAsync(RequestKind.Replay, selection, reason, cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        _requests.AskAsync(RequestKind.Discard, selection with { State = DeadLetterState.Open }, reason, cancellationToken);

    public Task<Page<ParkedKey>> ParkedAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        _parked.PageAsync(flow, page, cancellationToken);

    public Task<Page<DeliveryRecord>> DeliveriesAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        _deliveries.PageAsync(flow, page, cancellationToken);

    public Task<DeliveryRecord?> DeliveryAsync(string id, CancellationToken cancellationToken) =>
        _deliveries.FindAsync(id, cancellationToken);

    public async Task<RequestOutcome> AskAsync(RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken)
    {
        if (!_names.Contains(flow))
        {
            var why = $"There is no flow '{flow}'. Known: {string.Join(", ", _names)}.";
            return new RequestOutcome([], new Dictionary<string, string> { [flow] = why });
        }

        var request = new OperatorRequest { Kind = kind, Subject = subject, Reason = reason, At = _environment.Time.GetUtcNow() };
        var append = new LogAppend(_environment.Topics.Ingest(flow), 0, Encoding.UTF8.GetBytes(subject), request.ToJson(), []);
        await _environment.Log.AppendAsync([append], cancellationToken);
        return new RequestOutcome([subject.Length > 0 ? subject : flow], new Dictionary<string, string>());
    }

    public Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken) =>
        _explanations.FindAsync(contract, key, cancellationToken);

    private async Task<Dictionary<string, long>> OpenFailuresAsync(CancellationToken cancellationToken)
    {
        string[] open = [ViewNames.StateOf(DeadLetterState.Open)];
        var counts = await _environment.Store.Views.CountAsync(ViewNames.DeadLetters, _names, open, cancellationToken);
        return counts.ToDictionary(c => c.Flow, c => c.Count, StringComparer.Ordinal);
    }
}
