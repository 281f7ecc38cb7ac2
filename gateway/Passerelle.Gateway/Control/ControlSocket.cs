using System.Security.Cryptography;
using System.Text;

namespace Passerelle.Gateway.Control;

/// <summary>Where the gateway of a data folder listens for its operators.</summary>
public static class ControlSocket
{
    // A Unix domain socket's path is limited to 107 bytes on Linux and 103 on macOS.
    private const int LongestPath = 100;

    /// <summary>Inside the data folder; for a folder whose path is too long, a name derived from it in the temporary folder.</summary>
    public static string PathOf(string dataFolder)
    {
        var inside = Path.Combine(Path.GetFullPath(dataFolder), "control.sock");
        if (Encoding.UTF8.GetByteCount(inside) <= LongestPath) return inside;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inside)))[..16];
        return Path.Combine(Path.GetTempPath(), $"passerelle-{hash}.sock");
    }
}
