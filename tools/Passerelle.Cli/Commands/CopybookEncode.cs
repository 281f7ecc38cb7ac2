using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using Passerelle.Cli.Output;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Framing;

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
        var (layouts, values, framing) = (new CopybookLayoutOptions(), new CopybookValueOptions(), new CopybookFramingOptions());
        var command = new Command("encode", "Write JSON lines as records; with the options that decoded them, the bytes are the same. Decode with --keep-raw when bytes must come back exactly that values alone do not tell: other sign nibbles, slack bytes, blanks.") { file, copybooks, output, bad };
        command.With(
            "copybook encode accounts.jsonl --copybook account.cpy -f VB -c 1147 -o accounts.bin");
        layouts.AddTo(command);
        values.AddTo(command);
        framing.AddTo(command);
        command.Run(async (result, _, cancellationToken) =>
        {
            var codec = CopybookValueOptions.Compile(layouts.Read(result, result.GetValue(copybooks)!), values.Read(result));
            var frames = framing.Read(result, codec);
            var (content, length) = CopybookFiles.OpenRead(result.GetValue(file)!);
            await using var source = content;
            await using var target = new BufferedStream(CopybookFiles.OpenWrite(result.GetValue(output)!), 1 << 20);
            using var writer = new FrameWriter(target, frames);
            using var rejects = new CopybookRejects(result.GetValue(bad));
            using var progress = new CopybookProgress(length);
            await LinesAsync(source, codec.NewEncoder(), writer, rejects, progress, cancellationToken);
            writer.Complete();
            progress.Finish(rejects.Count, result.GetValue(bad));
            return rejects.Count == 0 ? ExitCode.Ok : ExitCode.PartlyDone;
        });
        return command;
    }

    private static async Task LinesAsync(Stream source, RecordEncoder encoder, FrameWriter writer, CopybookRejects rejects, CopybookProgress progress, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: 1 << 18));
        var record = new ArrayBufferWriter<byte>(1 << 16);
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
            record.ResetWrittenCount();
            if ((encoder.Encode(json, record) ?? writer.Write(record.WrittenSpan)) is { } failure) rejects.Add(failure, progress.Records, at, json.Span);
            return next;
        }
    }
}
