using System.Globalization;
using System.Text;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>The open dead letters of ingest whose key could not be read: no other stage knows them. About 50 bytes each.</summary>
internal sealed class UnreadableLetters(string table)
{
    // An id is 16 bytes in hexadecimal.
    private readonly Dictionary<UInt128, (long Delivery, int Attempts)> _letters = [];

    public async Task LoadAsync(IPartitionLease lease, CancellationToken cancellationToken)
    {
        _letters.Clear();
        await foreach (var entry in lease.ScanAsync(table, cancellationToken))
        {
            var parts = Encoding.ASCII.GetString(entry.Value.Span).Split(':');
            var attempts = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var tried) ? tried : 1;
            _ = long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var delivery);
            if (TryParse(Encoding.ASCII.GetString(entry.Key.Span), out var id)) _letters[id] = (delivery, attempts);
        }
    }

    public bool Contains(string id) => TryParse(id, out var known) && _letters.ContainsKey(known);

    /// <summary>Whether the delivery has any: its deletions wait for them.</summary>
    public bool Any(long delivery) => _letters.Values.Any(l => l.Delivery == delivery);

    /// <summary>Notes that it failed, again or for the first time.</summary>
    /// <param name="delivery">The delivery it came with; null for the one it came with before.</param>
    /// <returns>How often it has failed now.</returns>
    public int Fail(ILogTransaction transaction, string id, long? delivery)
    {
        var known = UInt128.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var (before, attempts) = _letters.GetValueOrDefault(known);
        var now = (Delivery: delivery ?? before, Attempts: attempts + 1);
        _letters[known] = now;
        transaction.Put(table, Encoding.ASCII.GetBytes(id), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now.Delivery}:{now.Attempts}")));
        return now.Attempts;
    }

    public void Settle(ILogTransaction transaction, string id)
    {
        if (TryParse(id, out var known) && _letters.Remove(known)) transaction.Put(table, Encoding.ASCII.GetBytes(id), null);
    }

    private static bool TryParse(string id, out UInt128 known) => UInt128.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out known);
}
