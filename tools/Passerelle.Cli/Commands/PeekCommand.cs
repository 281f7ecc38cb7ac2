using System.CommandLine;
using System.Text;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Core.Flows;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class PeekCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "Name of the flow." };
        var count = new Option<int>("--count", "-n") { Description = "How many records.", DefaultValueFactory = _ => 5 };
        var command = new Command("peek", "Show the first records of a flow's source, with what was detected about its form. Nothing is published.") { flow, count, Shared.Reveal };
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var name = result.GetValue(flow)!;
            var definition = workspace.Flows.FirstOrDefault(f => f.Name == name)
                ?? throw new PasserelleException(CliErrors.UnknownFlow, $"There is no flow '{name}'.", $"Known: {string.Join(", ", workspace.Flows.Select(f => f.Name))}.");
            var peeked = await ReadAsync(definition, workspace.Folder, result.GetValue(count), result.GetValue(Shared.Reveal), cancellationToken);
            terminal.Show(peeked, console => Show(peeked, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Peeked> ReadAsync(FlowDefinition flow, string folder, int count, bool reveal, CancellationToken cancellationToken)
    {
        await using var source = flow.Adapter.CreateSource(flow.SourceOptions, new AdapterContext(flow.Name, folder, TimeProvider.System));
        if (source is not IDeliverySource deliveries || await deliveries.ListAsync(cancellationToken) is not [var first, ..])
        {
            throw new PasserelleException(CliErrors.NothingToRead, $"The source of flow '{flow.Name}' holds no complete delivery.", "Put a file into its folder, or look at 'complete' and 'pattern' in the flow.");
        }

        var findings = source is IDialectReport report ? await report.DescribeAsync(first, cancellationToken) : [];
        await using var reader = deliveries.Read(first);
        await reader.OpenAsync(null, cancellationToken);
        using var batch = await reader.ReadAsync(count, cancellationToken);
        return new Peeked(first.Name, findings, [.. batch.Records.Take(count).Select(r => PeekedRecord.From(r, flow, reveal))]);
    }

    private static void Show(Peeked peeked, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{peeked.File}[/]");
        var table = Terminal.Table("Option", "Value", "Evidence");
        foreach (var f in peeked.Form) Terminal.Row(table, f.Option, f.Value, f.Evidence);
        console.Write(table);
        foreach (var r in peeked.Records)
        {
            console.MarkupLineInterpolated($"[bold]record {r.Record}[/], line {r.Line}, bytes {r.ByteOffset} to {r.ByteOffset + r.ByteLength}, key {r.Key ?? "(unreadable)"}");
            console.WriteLine(r.Fields);
            if (r.Failure is not null) console.MarkupLineInterpolated($"  [red]{r.Failure}[/]");
        }
    }
}

internal sealed record Peeked(string File, IReadOnlyList<DialectFinding> Form, IReadOnlyList<PeekedRecord> Records);

/// <summary>One record as it may be shown.</summary>
internal sealed record PeekedRecord(long Record, long Line, long ByteOffset, int ByteLength, string? Key, string Fields, string? Failure)
{
    public static PeekedRecord From(SourceRecord record, FlowDefinition flow, bool reveal)
    {
        var key = new System.Buffers.ArrayBufferWriter<byte>();
        var readable = !record.Json.IsEmpty && flow.Mapper.WriteKey(record.Json, key) is null;
        var o = record.Origin;
        var failure = record.Failure is { } f ? $"{f.Code}: {(reveal ? f.Message : f.Code.Title)}" : null;
        return new PeekedRecord(o.Record, o.Line, o.ByteOffset, o.ByteLength, readable ? Encoding.ASCII.GetString(key.WrittenSpan) : null,
            Masking.Record(record.Json.Span, flow.Contract, flow.Key.ToHashSet(), reveal), failure);
    }
}
