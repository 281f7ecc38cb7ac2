using System.Globalization;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Where reading goes on: before a record, whose segments are then read again.</summary>
public readonly record struct RecordPosition(FramePosition Frame, long Records)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Frame}:{Records}");

    public static bool TryParse(string text, out RecordPosition position)
    {
        position = default;
        var last = text.LastIndexOf(':');
        if (last < 0 || !FramePosition.TryParse(text.AsSpan(0, last), out var frame)) return false;
        if (!long.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var records)) return false;
        position = new(frame, records);
        return true;
    }
}
