using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Cli.Commands;

/// <summary><c>copybook decode</c>: an extract to JSON lines.</summary>
internal static class CopybookDecode
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The extract, plain, gzip or bzip2; - for standard input." };
        var copybooks = new Option<string[]>("--copybook") { Description = "The copybook; several together describe one file.", Required = true, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--output", "-o") { Description = "Where JSON lines go; - for standard output.", DefaultValueFactory = _ => "-", HelpName = "FILE" };
        var bad = new Option<string?>("--bad") { Description = "Where bad records go, as JSON lines with reason, place and bytes.", HelpName = "FILE" };
        var limit = new Option<long>("--limit", "-n") { Description = "Stop after so many records.", DefaultValueFactory = _ => long.MaxValue, HelpName = "RECORDS" };
        var workers = new Option<int>("--workers") { Description = "Threads that decode.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "COUNT" };
        var (layouts, values, framing, segments) = (new CopybookLayoutOptions(), new CopybookValueOptions(), new CopybookFramingOptions(), new CopybookSegmentOptions());
        var command = new Command("decode", "Decode an extract to JSON lines, in constant memory, whatever its size. Bad records never stop the rest: they go to the file of --bad with their reason, place and bytes; the exit code is then 3.") { file, copybooks, output, bad, limit, workers };
        command.With(
            "copybook decode accounts.bin --copybook account.cpy -c 1147 > accounts.jsonl",
            "copybook decode accounts.vb.gz --copybook account.cpy -f VB --bad bad.jsonl -o accounts.jsonl",
            "copybook decode orders.bin --copybook orders.cpy -f VB --choose \"LINE-REC=KIND:L\" --choose \"HEAD-REC=KIND:H\"",
            "copybook decode orders.bin --copybook orders.cpy -f VB --header \"START=KIND:S\" --segment \"ORDER=KIND:O\" --segment \"LINE<ORDER=KIND:L\"");
        layouts.AddTo(command);
        values.AddTo(command);
        framing.AddTo(command);
        segments.AddTo(command);
        command.Run(async (result, _, cancellationToken) =>
        {
            var layout = layouts.Read(result, result.GetValue(copybooks)!);
            var options = values.Read(result);
            var codec = CopybookValueOptions.Compile(layout, options);
            var frames = framing.Read(result, codec);
            var rules = segments.Read(result, codec, Math.Max(1, result.GetValue(workers)));
            var (content, length) = CopybookFiles.OpenRead(result.GetValue(file)!);
            await using var source = content;
            await using var target = CopybookFiles.OpenWrite(result.GetValue(output)!);
            using var rejects = new CopybookRejects(result.GetValue(bad));
            using var progress = new CopybookProgress(length);
            var left = result.GetValue(limit);
            if (rules is null) await new CopybookPipeline(codec, frames, Math.Max(1, result.GetValue(workers))).RunAsync(source, target, rejects, progress, left, cancellationToken);
            else await SegmentsAsync(source, target, frames, rules, rejects, progress, left, cancellationToken);
            progress.Finish(rejects.Count, result.GetValue(bad));
            return rejects.Count == 0 ? ExitCode.Ok : ExitCode.PartlyDone;
        });
        return command;
    }

    private static async Task SegmentsAsync(Stream source, Stream target, FrameOptions frames, SegmentRules rules, CopybookRejects rejects, CopybookProgress progress, long left, CancellationToken cancellationToken)
    {
        using var reader = new RecordReader(source, "", frames, rules);
        var line = new MemoryStream();
        for (var isEnd = false; !isEnd && left > 0;)
        {
            using var batch = await reader.ReadAsync(4096, cancellationToken);
            line.SetLength(0);
            foreach (var record in batch.Records)
            {
                var isRecord = record.Origin.Record > 0;
                if (isRecord && left-- <= 0) break;
                if (isRecord) progress.Records++;
                if (record.Failure is { } failure) rejects.Add(failure, record.Origin.Record, record.Origin.ByteOffset, record.Original.Span);
                else
                {
                    line.Write(record.Json.Span);
                    line.WriteByte((byte)'\n');
                }
            }

            await target.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken);
            progress.At(reader.Position.Frame.Offset, rejects.Count);
            isEnd = batch.IsEnd;
        }

        if (left > 0 && reader.Reconcile() is { } torn) rejects.Add(torn, progress.Records, reader.Position.Frame.Offset, []);
    }

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
