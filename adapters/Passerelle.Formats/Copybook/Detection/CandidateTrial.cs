using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Codec.Compiled;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Copybook.Detection;

/// <summary>Reads a sample in one way and counts what decodes.</summary>
internal sealed class CandidateTrial(ReadOnlyMemory<byte> sample, bool isWhole)
{
    private const int MaxRecords = 5000;

    // Another way may still win, but not after so many records in a row that make no sense.
    private const int MaxBad = 200;

    public async Task<ExtractCandidate> RunAsync(string form, FrameOptions framing, RecordCodec codec, CancellationToken cancellationToken)
    {
        using var reader = new FrameReader(new MemoryStream(sample.ToArray()), framing);
        var decoder = codec.NewDecoder();
        var tally = new Tally();
        while (tally.Records < MaxRecords && tally.Records - tally.Clean < MaxBad)
        {
            using var batch = await reader.ReadAsync(MaxRecords, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                // A sample may end within a record.
                if (!isWhole && batch.IsEnd && i == batch.Count - 1 && tally.Records > 0) break;
                Take(batch[i], decoder, ref tally);
            }

            if (batch.IsEnd) break;
        }

        return new ExtractCandidate(form, framing, codec)
        {
            Records = tally.Records,
            Clean = tally.Clean,
            Score = tally.Score,
            FirstFailure = tally.FirstFailure,
            Evidence = Evidence(framing, tally),
        };
    }

    private static void Take(in Frame frame, RecordDecoder decoder, ref Tally tally)
    {
        tally.Records++;
        var failure = frame.Failure ?? decoder.Decode(frame.Record.Span, frame.RecordOffset, Nowhere.Writer);
        tally.Seen += frame.Extent;
        if (failure is not null)
        {
            tally.FirstFailure ??= failure;
            return;
        }

        tally.Clean++;
        tally.Fitting += frame.Extent;
        tally.Shortest = Math.Min(tally.Shortest, frame.Record.Length);
        tally.Longest = Math.Max(tally.Longest, frame.Record.Length);
    }

    private List<string> Evidence(FrameOptions framing, in Tally tally)
    {
        var evidence = new List<string> { $"{tally.Clean} of {tally.Records} records decode cleanly" };
        if (tally.Clean == 0) return evidence;
        evidence.Add(
            tally.Shortest == tally.Longest ? $"all have {tally.Shortest} bytes" : $"they have {tally.Shortest} to {tally.Longest} bytes");
        if (framing.Format == RecordFormat.Fixed && framing.BlockWord is null && isWhole)
        {
            var rest = sample.Length % framing.RecordLength;
            evidence.Add(rest == 0
                ? $"the file's {sample.Length} bytes are {sample.Length / framing.RecordLength} times {framing.RecordLength}"
                : $"{rest} of the file's {sample.Length} bytes are left over");
        }

        if (framing.Format is RecordFormat.Variable or RecordFormat.Spanned)
        {
            var head = Convert.ToHexString(sample.Span[..Math.Min(sample.Length, framing.BlockWord is null ? 4 : 8)]);
            var toEnd = tally.Clean == tally.Records && isWhole ? " to its end" : "";
            evidence.Add($"the file begins with {head}, and {tally.Records} lengths follow each other without a break{toEnd}");
        }

        return evidence;
    }

    private record struct Tally
    {
        public Tally()
        {
        }

        public int Records { get; set; }
        public int Clean { get; set; }
        public long Seen { get; set; }
        public long Fitting { get; set; }
        public int Shortest { get; set; } = int.MaxValue;
        public int Longest { get; set; }
        public Failure? FirstFailure { get; set; }

        public readonly double Score => Seen == 0 ? 0 : ((double)Fitting / Seen) - (0.001 / (1 + Clean));
    }
}
