using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.CrashHarness.Sabotage;

/// <summary>What is done to a gateway so that the harness must fail: an accident that a guard stops, and the guard taken out.</summary>
/// <remarks>An accident alone changes nothing, which is what shows that the guard holds; with the guard taken out the oracle must see it.</remarks>
[Flags]
internal enum Guard
{
    None = 0,

    /// <summary>Accident: a stale owner of a projection applies its last batch again after the next one was applied.</summary>
    StaleOwner = 1,

    /// <summary>Guard: the store compares the position that was read before it advances it.</summary>
    OffsetCompare = 2,

    /// <summary>Accident: an owner commits after its right was withdrawn.</summary>
    LateCommit = 4,

    /// <summary>Guard: a transaction of a lost lease writes nothing.</summary>
    LeaseDemand = 8,

    /// <summary>Guard: a dead letter written twice has one id.</summary>
    LetterId = 16,

    /// <summary>Accident: a batch brings the values of the batch before it once more.</summary>
    Redelivery = 32,

    /// <summary>Guard: a row changes only to a newer sequence.</summary>
    SequenceCompare = 64,
}

internal static class Guards
{
    public static IEventLog Remove(Guard removed, IEventLog log) =>
        removed.HasFlag(Guard.LateCommit) || removed.HasFlag(Guard.LetterId) ? new SabotagedLog(log, removed) : log;

    public static IReadStore Remove(Guard removed, IReadStore store) =>
        (removed & (Guard.StaleOwner | Guard.Redelivery)) == 0 ? store : new SabotagedStore(store, removed);
}
