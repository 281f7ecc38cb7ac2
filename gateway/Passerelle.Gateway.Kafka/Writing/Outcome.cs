using Confluent.Kafka;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>What became of an event that a producer was handed.</summary>
internal readonly record struct Outcome(Error Error, PersistenceStatus Status)
{
    public static readonly Outcome Unconfirmed = new(
        new Error(ErrorCode.Local_Destroy, "its producer was closed before the brokers had confirmed it"),
        PersistenceStatus.PossiblyPersisted);

    /// <summary>Whether it is certain that the event was not written.</summary>
    /// <remarks>The client's word that it was not persisted is too little: a broker that loses its lead while replicas take the event
    /// answers just as one that never took it, and the client may have asked more than once. Too large is too large each time.</remarks>
    public bool IsRefused =>
        Status == PersistenceStatus.NotPersisted && Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge;
}
