using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Writes requests about dead letters to where the owner of each finds them.</summary>
internal sealed class FailureRequests(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment, FailureReads reads)
{
    private const int AtOnce = 200;

    /// <summary>Asks for all of the selection, oldest record first. Of many only the ids are held, the documents a few at a time.</summary>
    public async Task<RequestOutcome> AskAsync(
        RequestKind kind, FailureSelection selection, string? reason, CancellationToken cancellationToken)
    {
        var requested = new List<string>();
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ids in (await reads.IdsAsync(selection, cancellationToken)).Chunk(AtOnce))
        {
            var events = new List<LogAppend>();
            foreach (var letter in await reads.ReadAsync(selection, ids, cancellationToken))
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

    private LogAppend ToRequest(FlowDefinition flow, RequestKind kind, DeadLetter letter, string? reason)
    {
        var at = environment.Time.GetUtcNow();
        var request = new OperatorRequest { Kind = kind, Subject = letter.Id, Reason = reason, At = at, Document = letter.ToJson() };
        var key = Encoding.ASCII.GetBytes(letter.Key ?? letter.Id);
        var partition = Murmur2Partitioner.Partition(key, environment.PartitionsOf(flow.Contract));
        return letter.Stage switch
        {
            Stage.Ingest => new LogAppend(environment.Topics.Ingest(letter.Flow), 0, key, request.ToJson(), []),
            Stage.Project => new LogAppend(environment.Topics.ProjectRequests(flow.Contract), partition, key, request.ToJson(), []),
            _ => new LogAppend(environment.Topics.Requests(letter.Flow), partition, key, request.ToJson(), []),
        };
    }
}
