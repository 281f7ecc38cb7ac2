using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Passerelle.Gateway.Ports.Store;

/// <summary>Where a page of a view ends: time and id of its last entry.</summary>
public sealed record ViewCursor(DateTimeOffset At, string Id)
{
    private const byte Format = 1;
    private const int ChecksumBytes = 4;
    private const int TimeEnd = 1 + sizeof(long);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ViewCursor Of(ViewEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.At, entry.Id);
    }

    /// <summary>The text that people and scripts hand back: URL-safe, and opaque to them.</summary>
    public string ToText()
    {
        var bytes = new byte[TimeEnd + Encoding.UTF8.GetByteCount(Id) + ChecksumBytes];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), At.UtcTicks);
        Encoding.UTF8.GetBytes(Id, bytes.AsSpan(TimeEnd));
        Checksum(bytes.AsSpan(..^ChecksumBytes)).CopyTo(bytes.AsSpan(^ChecksumBytes..));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for what <see cref="ToText"/> has not made, or was cut or mistyped since.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ViewCursor? cursor)
    {
        cursor = null;
        if (text is null || !Base64Url.IsValid(text)) return false;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < TimeEnd + ChecksumBytes || bytes[0] != Format) return false;
        if (!Checksum(bytes.AsSpan(..^ChecksumBytes)).SequenceEqual(bytes.AsSpan(^ChecksumBytes..))) return false;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks) return false;
        try
        {
            cursor = new(new DateTimeOffset(ticks, TimeSpan.Zero), StrictUtf8.GetString(bytes.AsSpan(TimeEnd..^ChecksumBytes)));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes).AsSpan(0, ChecksumBytes);
}
