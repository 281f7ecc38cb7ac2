using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Copybook.Detection;

/// <summary>What was found out about an extract.</summary>
/// <param name="Candidates">Ways to read it, the best first; those that read nothing are left out.</param>
/// <param name="Pages">Code pages in the order of how well texts read in them, with the best candidate's framing.</param>
public sealed record Detected(IReadOnlyList<ExtractCandidate> Candidates, IReadOnlyList<PageVerdict> Pages);

/// <summary>Proposes how an extract is to be read: record format, byte orders, what lengths count, storage of tables, code page.</summary>
public static class ExtractDetector
{
    /// <summary>Bytes of a sample that are worth trying.</summary>
    public const int SampleSize = 512 * 1024;
    private const int JudgedRecords = 400;

    /// <param name="sample">The first bytes of the file, decompressed.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="layouts">The same copybook with tables at real and at full size, or once when there is no difference.</param>
    /// <param name="options">Everything else about values.</param>
    public static async Task<Detected> DetectAsync(
        ReadOnlyMemory<byte> sample, bool isWhole, IReadOnlyList<CopybookLayout> layouts, CodecOptions options,
        CancellationToken cancellationToken)
    {
        var trial = new CandidateTrial(sample, isWhole);
        var candidates = new List<ExtractCandidate>();
        CodePage[] alphabets = options.CodePage.IsEbcdic
            ? [options.CodePage, CodePage.Get("latin1")]
            : [CodePage.Get("1047"), options.CodePage];
        foreach (var layout in layouts)
        {
            foreach (var page in alphabets)
            {
                foreach (var ordered in ByteOrderJudge.Orders(layout, options with { CodePage = page }))
                {
                    if (RecordCodec.Compile(layout, ordered).Codec is not { } codec) continue;
                    foreach (var (form, framing) in FramingForms.For(layout.MaxLength))
                        candidates.Add(await trial.RunAsync(form, framing, codec, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        // Texts in the wrong alphabet decode as well; they are told apart by how they read.
        ExtractCandidate[] best =
            [.. candidates.Where(candidate => candidate.Clean > 0).OrderByDescending(candidate => candidate.Score).Take(12)];
        var judged = new List<(ExtractCandidate Candidate, IReadOnlyList<PageVerdict> Pages)>();
        foreach (var candidate in best)
        {
            var records = await RecordsAsync(sample, candidate.Framing, cancellationToken).ConfigureAwait(false);
            var pages = PageJudge.Judge(candidate.Codec, records);
            judged.Add((WithOrders(WithPage(candidate, pages), records), pages));
        }

        judged = [.. judged.OrderByDescending(one => Math.Round(one.Candidate.Score, 2))
            .ThenByDescending(one => Math.Round(one.Pages.Count > 0 ? one.Pages[0].Score : 0, 2))
            .ThenByDescending(one => one.Candidate.Score)];
        return new Detected([.. judged.Select(one => one.Candidate)], judged.Count > 0 ? judged[0].Pages : []);
    }

    private static ExtractCandidate WithPage(ExtractCandidate candidate, IReadOnlyList<PageVerdict> pages) =>
        pages.Count > 0
            && RecordCodec.Compile(candidate.Layout, candidate.Codec.Options with { CodePage = pages[0].Page }).Codec is { } codec
            ? candidate with { Codec = codec }
            : candidate;

    private static ExtractCandidate WithOrders(ExtractCandidate candidate, List<byte[]> records)
    {
        var (options, evidence) = ByteOrderJudge.Judge(candidate.Codec, records);
        return evidence.Count == 0 || RecordCodec.Compile(candidate.Layout, options).Codec is not { } codec
            ? candidate
            : candidate with { Codec = codec, Evidence = [.. candidate.Evidence, .. evidence] };
    }

    private static async Task<List<byte[]>> RecordsAsync(
        ReadOnlyMemory<byte> sample, FrameOptions framing, CancellationToken cancellationToken)
    {
        using var reader = new FrameReader(new MemoryStream(sample.ToArray()), framing);
        using var batch = await reader.ReadAsync(JudgedRecords, cancellationToken).ConfigureAwait(false);
        var records = new List<byte[]>();
        foreach (ref readonly var frame in batch.Frames)
            if (frame.Failure is null) records.Add(frame.Record.ToArray());
        return records;
    }
}
