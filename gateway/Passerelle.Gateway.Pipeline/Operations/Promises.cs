using System.Globalization;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Whether a flow keeps what it promises: a delivery by a time of day, values no older than the contract says.</summary>
public static class Promises
{
    /// <param name="applied">The newest delivery that was; null before the first one.</param>
    /// <returns>One sentence when it does not; null when it does.</returns>
    public static string? Late(FlowDefinition flow, DeliveryRecord? applied, TimeProvider time) =>
        MissedDelivery(flow, applied, time) ?? Stale(flow, applied, time.GetUtcNow());

    private static string? MissedDelivery(FlowDefinition flow, DeliveryRecord? applied, TimeProvider time)
    {
        if (flow.ExpectedBy is not { } by) return null;
        var now = time.GetLocalNow();
        var due = new DateTimeOffset(DateOnly.FromDateTime(now.Date).ToDateTime(by), now.Offset);
        if (now < due || applied?.StartedAt >= due.Date) return null;
        return string.Create(CultureInfo.InvariantCulture, $"A delivery was expected by {by:HH:mm}; none has been applied since midnight.");
    }

    private static string? Stale(FlowDefinition flow, DeliveryRecord? applied, DateTimeOffset now)
    {
        if (flow.Contract.Freshness is not { } promise || applied is null) return null;
        var age = now - applied.StartedAt;
        return age <= promise ? null : string.Create(CultureInfo.InvariantCulture, $"The last delivery is {age.TotalHours:F0} hours old; the contract promises {promise.TotalHours:F0}.");
    }
}
