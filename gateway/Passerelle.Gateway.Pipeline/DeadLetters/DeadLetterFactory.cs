using System.Security.Cryptography;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>Makes the dead letters of one flow and the events that carry them.</summary>
internal sealed class DeadLetterFactory(FlowDefinition flow, TopicNames topics, int partitions, TimeProvider time)
{
    /// <param name="subject">What makes the failing record the same again: an event id, a key, or a hash of its bytes.</param>
    /// <param name="originalHash">Of original bytes that stay in the archive; null when they are given.</param>
    public DeadLetter Make(
        Stage stage, string subject, Failure failure, string? key, long sequence, Origin origin, DateTimeOffset asOf,
        ReadOnlyMemory<byte> original, ReadOnlyMemory<byte> record, string? traceParent, string? originalHash = null) => new()
        {
            Id = Hash($"{stage}\n{flow.Name}\n{subject}"),
            Flow = flow.Name,
            Contract = flow.Contract.Name,
            Stage = stage,
            Fingerprint = Hash($"{failure.Code.Id}\n{stage}\n{flow.Name}\n{failure.Field}")[..12],
            Reasons = DeadLetterReason.From(failure),
            Key = key,
            Sequence = sequence,
            Origin = DeadLetterOrigin.From(origin),
            AsOf = asOf,
            FailedAt = time.GetUtcNow(),
            TraceParent = traceParent,
            Original = original.ToArray(),
            OriginalHash = originalHash,
            Record = record.ToArray(),
        };

    public LogAppend ToEvent(DeadLetter letter)
    {
        var key = Encoding.ASCII.GetBytes(letter.Id);
        return new LogAppend(topics.DeadLetters, Murmur2Partitioner.Partition(key, partitions), key, letter.ToJson(), []);
    }

    public DeadLetter Settle(DeadLetter letter, DeadLetterState state) =>
        letter with { State = state, SettledAt = time.GetUtcNow() };

    /// <summary>What was asked for when the dead letter held an earlier record: nobody has looked at this one.</summary>
    /// <param name="request">What was asked: <c>replay</c> or <c>discard</c>.</param>
    public DeadLetter Refuse(DeadLetter letter, string request) => letter with
    {
        Refused = new Refusal(
            StageCodes.BrokenAnew.Id, request, $"The record of dead letter {letter.Id} has come anew, and broken, since the {request} was asked for.",
            $"Look at it as it is now, and {request} it again if that still fits.", time.GetUtcNow()),
    };

    private static string Hash(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return Convert.ToHexStringLower(digest[..16]);
    }
}
