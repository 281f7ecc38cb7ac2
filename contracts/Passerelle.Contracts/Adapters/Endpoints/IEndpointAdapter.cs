using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Contracts.Adapters.Endpoints;

/// <summary>An adapter that the legacy side calls.</summary>
public interface IEndpointAdapter : IAdapter
{
    /// <summary>Builds the endpoint; listens to nothing: the host brings the bytes of a call and takes those of the reply.</summary>
    IEndpoint CreateEndpoint(IOptionReader options, AdapterContext context);
}

/// <summary>Makes records of calls, and replies of what became of them. No I/O; many calls at a time.</summary>
public interface IEndpoint
{
    /// <summary>The records of the call, each with an <see cref="SourceRecord.Id"/> where the call names one, so that a repeated call is
    /// dropped. The host replies only after they are durable on the log.</summary>
    RecordBatch Read(InboundCall call);

    /// <summary>The reply to the call.</summary>
    /// <param name="failure">Why it was not taken; null when it was.</param>
    OutboundReply Reply(InboundCall call, Failure? failure);
}

/// <param name="Headers">Names in lower case; of a repeated one the values joined by commas (RFC 9110).</param>
/// <param name="Body">At most what the host's limit allows.</param>
public sealed record InboundCall(string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <param name="Status">As in HTTP.</param>
public sealed record OutboundReply(int Status, string ContentType, ReadOnlyMemory<byte> Body);
