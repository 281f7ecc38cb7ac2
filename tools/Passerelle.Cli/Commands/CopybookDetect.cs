using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Detection;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

/// <summary><c>copybook detect</c>: how an extract is to be read, and what speaks for it.</summary>
internal static class CopybookDetect
{
    private const int Ways = 5;
    private static readonly SearchValues<char> Special = SearchValues.Create(" '\"$&;()<>|*?");

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The extract, plain, gzip or bzip2; - for standard input." };
        var copybooks = new Option<string[]>("--copybook") { Description = "The copybook; several together describe one file.", Required = true, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var count = new Option<int>("--records", "-n") { Description = "How many records are shown as hexadecimal beside their fields.", DefaultValueFactory = _ => 2 };
        var (layouts, values) = (new CopybookLayoutOptions(), new CopybookValueOptions());
        var command = new Command("detect", "Propose record format, byte order of lengths and of binary items, what lengths count, storage of tables and code page of an extract, with the evidence. Every way is tried on the first half megabyte; the best is the one in which most bytes belong to records that decode cleanly.") { file, copybooks, count };
        command.With(
            "copybook detect extract.bin --copybook account.cpy",
            "copybook detect extract.bin --copybook account.cpy --choose \"LINE-REC=KIND:L\" -n 5");
        layouts.AddTo(command);
        values.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var names = result.GetValue(copybooks)!;
            var layout = layouts.Read(result, names, OdoStorage.Real);
            var (content, _) = CopybookFiles.OpenRead(result.GetValue(file)!);
            await using var source = content;
            var (sample, isWhole) = await SampleAsync(source, cancellationToken);
            var both = layout.Root.IsVariable ? [layout, layouts.Read(result, names, OdoStorage.Full)] : new[] { layout };
            var found = await ExtractDetector.DetectAsync(sample, isWhole, both, values.Read(result), cancellationToken);
            if (found.Candidates.Count == 0) return Nothing();
            var best = found.Candidates[0];
            var records = await ShownAsync(sample, best, result.GetValue(count), cancellationToken);
            var typed = $"passerelle copybook decode {Quoted(result.GetValue(file)!)} {string.Join(' ', names.Select(name => $"--copybook {Quoted(name)}"))} {Options(best)}";
            terminal.Show(new DetectedExtract(typed, [.. found.Candidates.Take(Ways).Select(Way)], [.. found.Pages.Take(Ways).Select(Page)], records), console => Show(console, typed, found, records));
            return best.Clean == best.Records ? ExitCode.Ok : ExitCode.PartlyDone;
        });
        return command;
    }

    private static int Nothing() => Terminal.Fail(
        CopybookCliErrors.NoFit.Id,
        "No record of the file decodes in any record format, in EBCDIC or in ASCII.",
        "Check that the copybook belongs to the file, that the file was transferred as binary, and that it is not encrypted; where redefinitions differ in length, name them with --choose.",
        ExitCode.NothingMatched);

    private static async Task<(ReadOnlyMemory<byte> Sample, bool IsWhole)> SampleAsync(Stream source, CancellationToken cancellationToken)
    {
        var sample = new byte[ExtractDetector.SampleSize + 1];
        var count = await source.ReadAtLeastAsync(sample, sample.Length, throwOnEndOfStream: false, cancellationToken);
        return (sample.AsMemory(0, Math.Min(count, ExtractDetector.SampleSize)), count < sample.Length);
    }

    private static async Task<IReadOnlyList<ShownRecord>> ShownAsync(ReadOnlyMemory<byte> sample, ExtractCandidate best, int count, CancellationToken cancellationToken)
    {
        using var reader = new FrameReader(new MemoryStream(sample.ToArray()), best.Framing);
        using var batch = await reader.ReadAsync(Math.Max(1, count), cancellationToken);
        var segment = new CopybookSegment(best.Codec);
        var shown = new List<ShownRecord>();
        for (var i = 0; i < Math.Min(count, batch.Count); i++)
            if (batch[i].Failure is null) shown.Add(new ShownRecord(i + 1, batch[i].Offset, batch[i].Record.Length, [.. segment.Describe(batch[i].Record)]));
        return shown;
    }

    private static string Quoted(string path) => path.AsSpan().ContainsAny(Special) ? $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'" : path;

    private static string Options(ExtractCandidate candidate)
    {
        var odo = candidate.Layout.Options.Odo == OdoStorage.Full ? " --odo full" : "";
        var options = candidate.Codec.Options;
        var orders = (options.BinaryBigEndian ? "" : " --little-endian") + (options.NativeBigEndian ? "" : " --native-little-endian");
        return $"{CopybookFramingOptions.Typed(candidate.Framing, candidate.Layout.MaxLength)} --code-page {options.CodePage.Name.ToLowerInvariant().PadLeft(3, '0')}{orders}{odo}";
    }

    private static DetectedWay Way(ExtractCandidate candidate) =>
        new(candidate.Form, Options(candidate), candidate.Clean, candidate.Records, Math.Round(Math.Max(0, candidate.Score), 4), candidate.Evidence, candidate.FirstFailure?.Message);

    private static DetectedPage Page(PageVerdict verdict) => new(verdict.Page.Name, Math.Round(verdict.Score, 4), verdict.Example);

    private static void Show(IAnsiConsole console, string typed, Detected found, IReadOnlyList<ShownRecord> records)
    {
        var ways = Terminal.Table("Record format", "Options", "Clean", "Records", "First failure");
        foreach (var candidate in found.Candidates.Take(Ways))
            Terminal.Row(ways, candidate.Form, Options(candidate), N(candidate.Clean), N(candidate.Records), candidate.FirstFailure?.Message ?? "");
        console.Write(ways);
        foreach (var sentence in found.Candidates[0].Evidence) console.WriteLine($"  {sentence}");
        if (found.Candidates[0].FirstFailure is { } failure) console.WriteLine($"  {failure.Code}: {failure.Remedy}");
        var pages = Terminal.Table("Code page", "Reads", "For example");
        foreach (var verdict in found.Pages.Take(Ways)) Terminal.Row(pages, verdict.Page.Name, verdict.Score.ToString("0.0000", CultureInfo.InvariantCulture), verdict.Example);
        console.Write(pages);
        foreach (var record in records)
        {
            console.MarkupLineInterpolated($"[bold]record {record.Record}[/], {record.Length} bytes at byte {record.ByteOffset}");
            var fields = Terminal.Table("Offset", "Bytes", "Field", "Form", "Value");
            foreach (var field in record.Fields) Terminal.Row(fields, N(field.Offset), field.Hex, field.Path, field.Form, field.Value ?? "(does not decode)");
            console.Write(fields);
        }

        console.WriteLine(typed);
    }

    private static string N(int value) => value.ToString(CultureInfo.InvariantCulture);
}

internal sealed record DetectedExtract(string Command, IReadOnlyList<DetectedWay> Ways, IReadOnlyList<DetectedPage> Pages, IReadOnlyList<ShownRecord> Records);

internal sealed record DetectedWay(string Form, string Options, int Clean, int Records, double Score, IReadOnlyList<string> Evidence, string? FirstFailure);

internal sealed record DetectedPage(string Page, double Score, string Example);

internal sealed record ShownRecord(int Record, long ByteOffset, int Length, IReadOnlyList<FieldBreakdown> Fields);
