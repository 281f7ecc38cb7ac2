using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using Passerelle.Cli.Output;
using Passerelle.Formats.Segments;

namespace Passerelle.Cli.Commands;

/// <summary><c>copybook encode</c>: JSON lines back to the bytes of an extract.</summary>
internal static class CopybookEncode
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "JSON lines as 'decode' writes them; - for standard input." };
        var copybooks = new Option<string[]>("--copybook") { Description = "The copybook; several together describe one file.", Required = true, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--output", "-o") { Description = "Where the records go; - for standard output.", DefaultValueFactory = _ => "-", HelpName = "FILE" };
        var bad = new Option<string?>("--bad") { Description = "Where lines go that cannot be written, with their reason.", HelpName = "FILE" };
        var (layouts, values, framing, segments) = (new CopybookLayoutOptions(), new CopybookValueOptions(), new CopybookFramingOptions(), new CopybookSegmentOptions());
        var command = new Command("encode", "Write JSON lines as records, nested segments as one record each. Lines that 'decode --keep-raw' wrote give the bytes of the decompressed file again, with the same options; without it what values do not tell is written in the usual way: sign nibbles, slack bytes, blanks, blocks, and no header or trailer. A line of one's own becomes a header or trailer with \"~segment\": \"ITEM\".") { file, copybooks, output, bad };
        command.With(
            "copybook encode accounts.jsonl --copybook account.cpy -f VB -c 1147 -o accounts.bin",
            "copybook encode orders.jsonl --copybook orders.cpy -f V --header \"START=KIND:S\" --segment \"ORDER=KIND:O\" --segment \"LINE<ORDER=KIND:L\" -o orders.bin");
        layouts.AddTo(command);
        values.AddTo(command);
        framing.AddTo(command);
        segments.AddTo(command);
        command.Run(async (result, _, cancellationToken) =>
        {
            var codec = CopybookValueOptions.Compile(layouts.Read(result, result.GetValue(copybooks)!), values.Read(result));
            var frames = framing.Read(result, codec);
            var rules = segments.Read(result, codec, 1) ?? new SegmentRules([new SegmentType("record", new CopybookSegment(codec))]);
            var (content, length) = CopybookFiles.OpenRead(result.GetValue(file)!);
            await using var source = content;
            await using var target = new BufferedStream(CopybookFiles.OpenWrite(result.GetValue(output)!), 1 << 20);
            using var writer = new ExtractWriter(target, frames, rules);
            using var rejects = new CopybookRejects(result.GetValue(bad));
            using var progress = new CopybookProgress(length);
            await LinesAsync(source, writer, rejects, progress, cancellationToken);
            writer.Complete();
            progress.Finish(rejects.Count, result.GetValue(bad));
            return rejects.Count == 0 ? ExitCode.Ok : ExitCode.PartlyDone;
        });
        return command;
    }

    private static async Task LinesAsync(Stream source, ExtractWriter writer, CopybookRejects rejects, CopybookProgress progress, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: 1 << 18));
        long offset = 0;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                offset = Line(buffer.Slice(0, end), offset);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted && buffer.Length > 0) offset = Line(buffer, offset);
            reader.AdvanceTo(read.IsCompleted ? buffer.End : buffer.Start, buffer.End);
            progress.At(offset, rejects.Count);
            if (read.IsCompleted) break;
        }

        long Line(ReadOnlySequence<byte> line, long at)
        {
            var json = line.IsSingleSegment ? line.First : line.ToArray();
            var next = at + json.Length + 1;
            if (json.Span.Trim(" \r\t"u8).IsEmpty) return next;
            progress.Records++;
            if (writer.WriteLine(json) is { } failure) rejects.Add(failure, progress.Records, at, json.Span);
            return next;
        }
    }
}
