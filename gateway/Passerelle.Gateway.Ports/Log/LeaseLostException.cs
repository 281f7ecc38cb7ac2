namespace Passerelle.Gateway.Ports.Log;

/// <summary>Another owner has taken the partition over. What was being done is dropped: it acknowledges nothing.</summary>
public sealed class LeaseLostException(string group, int partition)
    : Exception($"Partition {partition} of group '{group}' belongs to another owner now.");
