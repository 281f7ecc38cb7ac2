using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>What operators see and ask, in this process or over the gateway's local socket.</summary>
public interface IOperator
{
    Task<StatusReport> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<DeadLetter>> FailuresAsync(FailureSelection selection, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Largest first.</summary>
    Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken);

    /// <summary>Asks for the replay of every dead letter of the selection, oldest first.</summary>
    Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken);

    /// <summary>Asks to give every dead letter of the selection up: what waits behind it is let go.</summary>
    Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken);

    /// <summary>Keys of flows of changes whose messages wait behind a dead letter, with how many do; of one flow, or of all when null.
    /// Those that wait longest come first.</summary>
    Task<Page<ParkedKey>> ParkedAsync(string? flow, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Newest first; of one flow, or of all when null.</summary>
    Task<Page<DeliveryRecord>> DeliveriesAsync(string? flow, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Null when there is none of this id.</summary>
    Task<DeliveryRecord?> DeliveryAsync(string id, CancellationToken cancellationToken);

    /// <summary>Asks the owner of a flow's source for something about the flow or one of its deliveries.</summary>
    Task<RequestOutcome> AskAsync(RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken);

    /// <summary>Null when the contract or the key is not known.</summary>
    Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken);
}
