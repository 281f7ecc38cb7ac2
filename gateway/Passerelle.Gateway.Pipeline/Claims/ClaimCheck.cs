using System.Globalization;
using System.Text;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

/// <summary>Content on its way to the claim store.</summary>
internal readonly record struct ClaimedContent(ClaimId Id, ReadOnlyMemory<byte> Content);

/// <summary>Takes the large parts out of an event and leaves a reference: one last header, <c>part=id</c> joined by <c>;</c>.
/// A part is the value (<c>v</c>) or a header, by its number: names may repeat.</summary>
internal static class ClaimCheck
{
    /// <summary>The last header of an event with claimed parts.</summary>
    public const string HeaderName = "psr-claim";

    private const string ValuePart = "v";

    /// <param name="largest">What an event may hold.</param>
    /// <returns>The event that goes on the log; what was taken out is added to <paramref name="claimed"/>.</returns>
    public static LogAppend Pack(in LogAppend entry, int largest, List<ClaimedContent> claimed)
    {
        // Small parts stay: a reference is hardly smaller.
        var worthwhile = Math.Min(4096, largest / 8);
        var parts = new StringBuilder();
        var value = entry.Value is { } large && large.Length > worthwhile ? Claim(ValuePart, large, parts, claimed) : entry.Value;
        var headers = new List<LogHeader>(entry.Headers.Count + 1);
        for (var i = 0; i < entry.Headers.Count; i++)
        {
            var header = entry.Headers[i];
            headers.Add(header.Value.Length > worthwhile ? header with { Value = Claim(HeaderPart(i), header.Value, parts, claimed) } : header);
        }

        if (parts.Length == 0) return entry;
        headers.Add(new LogHeader(HeaderName, Encoding.ASCII.GetBytes(parts.ToString())));
        return entry with { Value = value, Headers = headers };
    }

    public static bool IsClaimed(LogEvent e) => e.Headers.Count > 0 && e.Headers[^1].Name == HeaderName;

    /// <summary>Part and id of everything that was taken out of an event.</summary>
    public static IEnumerable<(string Part, ClaimId Id)> Parts(LogEvent e)
    {
        if (!IsClaimed(e)) yield break;
        foreach (var part in Encoding.ASCII.GetString(e.Headers[^1].Value.Span).Split(';'))
        {
            var at = part.Length - ClaimId.Length - 1;
            if (at > 0 && part[at] == '=' && ClaimId.Parse(part[(at + 1)..]) is { } id) yield return (part[..at], id);
        }
    }

    /// <summary>The event as it was before it was packed.</summary>
    public static LogEvent Unpack(LogEvent e, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents) => e with
    {
        Value = contents.TryGetValue(ValuePart, out var value) ? value : e.Value,
        Headers = [.. e.Headers.SkipLast(1).Select((h, i) => contents.TryGetValue(HeaderPart(i), out var content) ? h with { Value = content } : h)],
    };

    private static string HeaderPart(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Claim(string part, ReadOnlyMemory<byte> content, StringBuilder parts, List<ClaimedContent> claimed)
    {
        var id = ClaimId.Of(content.Span);
        claimed.Add(new ClaimedContent(id, content));
        parts.Append(parts.Length > 0 ? ";" : "").Append(part).Append('=').Append(id.Text);
        return ReadOnlyMemory<byte>.Empty;
    }
}
