using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Passerelle.Gateway.Pipeline.Parking;

/// <summary>The names of one waiting message: on the parked log (readable) and in the index (ordered by key, then by number).</summary>
internal static class WaitingKey
{
    /// <summary>A canonical key never holds a colon.</summary>
    public static byte[] OnLog(string key, long number) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}:{number}"));

    public static byte[] InIndex(string key, long number)
    {
        var bytes = new byte[key.Length + 1 + sizeof(long)];
        Encoding.ASCII.GetBytes(key, bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(key.Length + 1), number);
        return bytes;
    }

    public static byte[] Offset(long offset)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, offset);
        return bytes;
    }
}
