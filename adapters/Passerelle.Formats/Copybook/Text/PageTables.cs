using System.Collections.Concurrent;
using System.IO.Compression;

namespace Passerelle.Formats.Copybook.Text;

/// <summary>EBCDIC pages that the framework does not have, or has in another way than IBM.</summary>
/// <remarks>
/// The tables are those of the GNU C library, which has them from IBM's CDRA (274, 275 and 276, Canadian French, from RFC 1345);
/// Tables/generate.py writes them. 420 is here because the framework's table holds characters of the private use area
/// where IBM's has letters (its euro twin 16804 agrees with the one here).
/// </remarks>
internal static class PageTables
{
    private static readonly ConcurrentDictionary<string, (string Single, DoubleBytes? Double)?> Loaded = new();

    public static (string Single, DoubleBytes? Double)? Find(string key) => key switch
    {
        // CCSID 300 is the double-byte half of 930 and 939.
        "300" => Loaded.GetOrAdd("930", Load),
        _ => Loaded.GetOrAdd(key, Load),
    };

    private static (string Single, DoubleBytes? Double)? Load(string key)
    {
        using var resource = typeof(PageTables).Assembly.GetManifestResourceStream("CodePage." + key);
        if (resource is null) return null;
        using var inflated = new DeflateStream(resource, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        inflated.CopyTo(bytes);
        var units = new char[bytes.Length / 2];
        var all = bytes.GetBuffer();
        for (var i = 0; i < units.Length; i++) units[i] = (char)((all[2 * i] << 8) | all[(2 * i) + 1]);
        return (new string(units, 0, 256), units.Length > 256 ? new DoubleBytes(units.AsSpan(256)) : null);
    }
}
