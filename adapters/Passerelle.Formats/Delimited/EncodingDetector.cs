using System.Buffers;
using System.Globalization;
using System.Text;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Formats.Delimited;

/// <summary>Finds the encoding of a sample.</summary>
internal static class EncodingDetector
{
    public static TextEncoding Detect(ReadOnlySpan<byte> sample, TextEncoding? pinned, List<DialectFinding> findings)
    {
        var (encoding, evidence) = pinned is null ? Find(sample) : (pinned, "pinned");
        findings.Add(new("encoding", encoding.Name, evidence));
        return encoding;
    }

    private static (TextEncoding, string) Find(ReadOnlySpan<byte> sample)
    {
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return (TextEncoding.Utf8, "a byte order mark EFBBBF");
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return (TextEncoding.Utf16Le, "a byte order mark FFFE");
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return (TextEncoding.Utf16Be, "a byte order mark FEFF");
        int even = 0, odd = 0, high = 0, c1 = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0 && (i & 1) == 0) even++;
            else if (sample[i] == 0) odd++;
            if (sample[i] >= 0x80) high++;
            if (sample[i] is >= 0x80 and < 0xA0) c1++;
        }

        // Text in Latin letters has a zero in nearly every second byte.
        if (odd > sample.Length / 4 && even < odd / 10) return (TextEncoding.Utf16Le, "every second byte is zero");
        if (even > sample.Length / 4 && odd < even / 10) return (TextEncoding.Utf16Be, "every second byte is zero");
        if (high == 0) return (TextEncoding.Utf8, "only ASCII bytes seen");
        var (valid, invalid) = CountSequences(sample);
        var counted = string.Create(CultureInfo.InvariantCulture, $"{valid} valid and {invalid} invalid UTF-8 sequences");
        // A few broken rows do not make another encoding.
        if (valid > 4 * invalid) return (TextEncoding.Utf8, counted);
        return c1 > 0
            ? (TextEncoding.Windows1252, string.Create(CultureInfo.InvariantCulture, $"{counted}; {c1} bytes from 80 to 9F"))
            : (TextEncoding.Windows1252, $"{counted}; could also be iso-8859-1 or iso-8859-15");
    }

    private static (int Valid, int Invalid) CountSequences(ReadOnlySpan<byte> sample)
    {
        int valid = 0, invalid = 0;
        while (true)
        {
            var next = sample.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0) return (valid, invalid);
            sample = sample[next..];
            var status = Rune.DecodeFromUtf8(sample, out _, out var used);
            // A sequence cut by the end of the sample says nothing.
            if (status == OperationStatus.Done) valid++;
            else if (status == OperationStatus.InvalidData) invalid++;
            sample = sample[Math.Max(used, 1)..];
        }
    }
}
