using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>What operators see and ask. Writes are requests on the log, carried out by the owner of the partition.</summary>
/// <param name="workspaceFolder">Where relative paths in source options start.</param>
/// <param name="pipeline">Null when no gateway runs in this process: requests then wait on the log for the next one.</param>
public sealed class OperatorService(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment, string workspaceFolder, GatewayPipeline? pipeline) : IOperator
{
    /// <summary>The most entries that one list holds.</summary>
    public const int MaxListed = 100_000;
    private readonly OriginArchives _archives = new(flows, workspaceFolder, environment.Connections);

    public async Task<StatusReport> StatusAsync(CancellationToken cancellationToken)
    {
        var report = new List<FlowStatus>();
        foreach (var flow in flows)
        {
            var served = await environment.Store.CountAsync(flow.Contract.Name, flow.Contract.Version.Major, cancellationToken);
            var failures = await environment.Store.CountViewAsync(ViewNames.DeadLetters, flow.Name, ViewNames.OpenState, cancellationToken);
            var deliveries = await DeliveriesAsync(flow.Name, cancellationToken);
            var lenient = pipeline?.Counters[flow.Name].Snapshot() ?? new Dictionary<string, long>();
            var last = deliveries.Count > 0 ? deliveries[0] : null;
            report.Add(new FlowStatus(flow.Name, $"{flow.Contract.Name}@{flow.Contract.Version}", served, (int)failures, last, lenient,
                Promises.Late(flow, deliveries, environment.Time)));
        }

        return new StatusReport(pipeline is not null, report, pipeline?.Health.ToList() ?? []) { Connections = environment.Connections.Health };
    }

    public async Task<IReadOnlyList<DeadLetter>> FailuresAsync(FailureSelection selection, CancellationToken cancellationToken)
    {
        var entries = await environment.Store.ListViewAsync(ViewNames.DeadLetters, selection.Flow, MaxListed, cancellationToken);
        var letters = entries.Select(e => DeadLetter.FromJson(e.Json!.Value.Span)).Where(selection.Matches).ToList();
        for (var i = 0; selection.WithArchivedBytes && i < letters.Count; i++) letters[i] = await _archives.CompleteAsync(letters[i], cancellationToken);
        return letters;
    }

    public async Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        [.. (await FailuresAsync(selection, cancellationToken))
            .GroupBy(l => l.Fingerprint)
            .Select(ToGroup)
            .OrderByDescending(g => g.Count).ThenBy(g => g.Fingerprint, StringComparer.Ordinal)];

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        AskAsync(RequestKind.Replay, selection, reason, cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        AskAsync(RequestKind.Discard, selection with { State = DeadLetterState.Open }, reason, cancellationToken);

    public async Task<IReadOnlyList<ParkedKey>> ParkedAsync(string? flow, CancellationToken cancellationToken)
    {
        var found = new List<ParkedKey>();
        foreach (var each in flows.Where(f => f.Semantics == FlowSemantics.Delta && (flow is null || f.Name == flow)))
        {
            await foreach (var entry in environment.Log.ReadStateAsync(environment.Topics.ParkedKeys(each.Name), cancellationToken))
            {
                if (found.Count == MaxListed) return found;
                found.Add(ParkedKey.FromJson(entry.Value.Span));
            }
        }

        return found;
    }

    private async Task<RequestOutcome> AskAsync(RequestKind kind, FailureSelection selection, string? reason, CancellationToken cancellationToken)
    {
        var requested = new List<string>();
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in (await FailuresAsync(selection, cancellationToken)).OrderBy(l => l.Sequence).Chunk(200))
        {
            var events = new List<LogAppend>();
            foreach (var letter in chunk)
            {
                if (flows.FirstOrDefault(f => f.Name == letter.Flow) is not { } flow)
                {
                    refused[letter.Id] = $"The workspace has no flow '{letter.Flow}' any more.";
                    continue;
                }

                events.Add(ToRequest(flow, kind, letter, reason));
                requested.Add(letter.Id);
            }

            if (events.Count > 0) await environment.Log.AppendAsync(events, cancellationToken);
        }

        return new RequestOutcome(requested, refused);
    }

    public async Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(string? flow, CancellationToken cancellationToken) =>
        [.. (await environment.Store.ListViewAsync(ViewNames.Deliveries, flow, MaxListed, cancellationToken))
            .Select(e => JsonSerializer.Deserialize(e.Json!.Value.Span, IngestJson.Default.DeliveryRecord)!)
            .OrderByDescending(d => d.StartedAt).ThenByDescending(d => d.Number)];

    public async Task<RequestOutcome> AskAsync(RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken)
    {
        if (flows.All(f => f.Name != flow))
        {
            var known = string.Join(", ", flows.Select(f => f.Name));
            return new RequestOutcome([], new Dictionary<string, string> { [flow] = $"There is no flow '{flow}'. Known: {known}." });
        }

        var request = new OperatorRequest { Kind = kind, Subject = subject, Reason = reason, At = environment.Time.GetUtcNow() };
        await environment.Log.AppendAsync([new LogAppend(environment.Topics.Ingest(flow), 0, Encoding.UTF8.GetBytes(subject), request.ToJson(), [])], cancellationToken);
        return new RequestOutcome([subject.Length > 0 ? subject : flow], new Dictionary<string, string>());
    }

    public async Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken)
    {
        var flow = flows.FirstOrDefault(f => f.Contract.Name == contract);
        if (flow is null) return null;
        var value = await environment.Store.GetAsync(contract, flow.Contract.Version.Major, key, cancellationToken);
        if (value is null) return null;
        var (record, original, note) = await SourceAsync(value.Lineage, cancellationToken);
        return new Explanation(contract, key, value.Json?.ToArray(), value.EventId, value.Sequence, value.AsOf, value.VisibleAt,
            value.Lineage.ToArray(), record, original, note);
    }

    /// <summary>The raw event, or the replay request, that a value was made from.</summary>
    private async Task<(byte[]? Record, byte[]? Original, string? Note)> SourceAsync(ReadOnlyMemory<byte> lineage, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(lineage);
        var root = document.RootElement;
        if (MigratedLineage.IsOn(root)) return (null, null, $"The bytes stayed in the log that this one was migrated from: {root.GetProperty("topic")}, partition {root.GetProperty("partition")}, offset {root.GetProperty("offset")}.");
        var (topic, offset) = (root.GetProperty("topic").GetString()!, root.GetProperty("offset").GetInt64());
        var events = await environment.Log.FetchAsync(topic, root.GetProperty("partition").GetInt32(), offset, 1, TimeSpan.Zero, cancellationToken);
        if (events.Count == 0 || events[0].Offset != offset)
        {
            return (null, null, $"The bytes have expired: {topic} keeps nothing at offset {offset} any more.");
        }

        if (topic == environment.Topics.Requests(root.GetProperty("flow").GetString()!)
            && OperatorRequest.FromJson(events[0].Value!.Value.Span)?.Document is { } replayed)
        {
            var letter = await _archives.CompleteAsync(DeadLetter.FromJson(replayed), cancellationToken);
            return (letter.Record, letter.Original, letter.OriginalNote ?? "Read from the dead letter that was replayed.");
        }

        var record = events[0].Value?.ToArray();
        if (OriginHash.Text(events[0].Header(HeaderNames.OriginalHash) ?? default) is not { } hash) return (record, events[0].Header(HeaderNames.Original)?.ToArray(), null);
        var origin = OriginText.Read(events[0].Header(HeaderNames.Origin)!.Value.Span);
        var (original, note) = await _archives.FindAsync(root.GetProperty("flow").GetString()!, origin, hash, cancellationToken);
        return (record, original, note);
    }

    private LogAppend ToRequest(FlowDefinition flow, RequestKind kind, DeadLetter letter, string? reason)
    {
        var request = new OperatorRequest { Kind = kind, Subject = letter.Id, Reason = reason, At = environment.Time.GetUtcNow(), Document = letter.ToJson() };
        var key = Encoding.ASCII.GetBytes(letter.Key ?? letter.Id);
        var partition = Murmur2Partitioner.Partition(key, environment.PartitionsOf(flow.Contract));
        return letter.Stage switch
        {
            Stage.Ingest => new LogAppend(environment.Topics.Ingest(letter.Flow), 0, key, request.ToJson(), []),
            Stage.Project => new LogAppend(environment.Topics.ProjectRequests(flow.Contract), partition, key, request.ToJson(), []),
            _ => new LogAppend(environment.Topics.Requests(letter.Flow), partition, key, request.ToJson(), []),
        };
    }

    private static FailureGroup ToGroup(IGrouping<string, DeadLetter> group)
    {
        var first = group.First();
        var reason = first.Reasons[0];
        return new FailureGroup(group.Key, first.Flow, first.Stage.ToString().ToLowerInvariant(), reason.Code, reason.Field, reason.Message,
            group.Count(), group.Min(l => l.FailedAt), group.Max(l => l.FailedAt));
    }
}
