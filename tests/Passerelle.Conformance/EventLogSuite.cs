namespace Passerelle.Conformance;

/// <summary>What every event log must do. Each case gets a fresh host.</summary>
public static class EventLogSuite
{
    public static IReadOnlyList<ConformanceCase<IEventLogHost>> Cases { get; } =
        [.. LogReadingCases.All, .. LogTransactionCases.All, .. LogOwnershipCases.All, .. LogCompactionCases.All, .. LogAppendCases.All];
}
