namespace Passerelle.Gateway.Ports.Log;

/// <summary>Counts what an engine was handed and has not settled yet. A single event is let in whatever its size.</summary>
public sealed class InFlightLimit(int maxEvents, long maxBytes)
{
    private readonly Lock gate = new();
    private int events;
    private long bytes;

    public int MaxEvents => maxEvents;

    public long MaxBytes => maxBytes;

    /// <summary>False when there is no room.</summary>
    public bool TryEnter(long size)
    {
        lock (gate)
        {
            if (events >= maxEvents || (events > 0 && bytes + size > maxBytes)) return false;
            events++;
            bytes += size;
            return true;
        }
    }

    public void Leave(int count, long size)
    {
        lock (gate)
        {
            events -= count;
            bytes -= size;
        }
    }
}
