using System.Globalization;

namespace Passerelle.Gateway.Kafka.Clients;

/// <summary>Lets one line of each kind pass in a while: when the brokers are down, every one of many clients says so with every attempt.</summary>
internal sealed class ClientThrottle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Since, int Held)> kinds = new(StringComparer.Ordinal);

    /// <param name="text">Gets the number of lines of its kind that were held back before it.</param>
    public bool Pass(string kind, ref string text)
    {
        lock (gate)
        {
            var known = kinds.TryGetValue(kind, out var last);
            if (known && time.GetElapsedTime(last.Since) < Interval)
            {
                kinds[kind] = (last.Since, last.Held + 1);
                return false;
            }

            kinds[kind] = (time.GetTimestamp(), 0);
            if (last.Held > 0) text = string.Create(CultureInfo.InvariantCulture, $"{text} (and {last.Held} more like it before)");
            return true;
        }
    }
}
