using System.Globalization;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>Writes times and offsets as ISO 8601.</summary>
internal static class IsoTime
{
    /// <param name="offset">Minutes from UTC; null writes none.</param>
    public static int Write(Span<char> output, TimeOnly time, int? offset)
    {
        time.TryFormat(output, out var length, time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        if (offset is null) return length;
        if (offset == 0)
        {
            output[length++] = 'Z';
            return length;
        }

        output[length++] = offset < 0 ? '-' : '+';
        var minutes = Math.Abs(offset.Value);
        (minutes / 60).TryFormat(output[length..], out _, "00", CultureInfo.InvariantCulture);
        output[length + 2] = ':';
        (minutes % 60).TryFormat(output[(length + 3)..], out _, "00", CultureInfo.InvariantCulture);
        return length + 5;
    }
}
