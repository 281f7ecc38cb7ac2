using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class FailuresShow
{
    public static Command Create()
    {
        var selection = new SelectionOptions();
        var paging = new PagingOptions();
        var command = new Command("show", "Show dead letters whole: place, bytes, reason and remedy.") { Shared.Reveal }
            .With("failures show", "failures show 3f2a91c0 --reveal", "failures show --code PSR-3101 --json");
        selection.AddTo(command);
        paging.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await FailuresCommand.OpenAsync(result, cancellationToken);
            var wanted = selection.Read(result, session.Workspace) with { WithArchivedBytes = true };
            var letters = await paging.ReadAsync(result, terminal, page => session.Operator.FailuresAsync(wanted, page, cancellationToken));
            if (letters.Items.Count == 0) return FailuresCommand.Nothing();
            var reveal = Shared.Revealing(result, terminal);
            var shown = new List<ShownFailure>();
            foreach (var letter in letters.Items)
            {
                var flow = Flow(session, letter);
                shown.Add(ShownFailure.From(letter, flow, await Breakdown.OfAsync(flow, session.Workspace.Folder, letter.Original, reveal), reveal));
            }

            terminal.ShowPage(shown, letters.Next?.ToText(), console => shown.ForEach(f => Show(f, console)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static FlowDefinition? Flow(OperatorSession session, DeadLetter letter) =>
        session.Workspace.Flows.FirstOrDefault(f => f.Name == letter.Flow);

    private static void Show(ShownFailure f, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{f.Id}[/]  {f.State}, {f.Stage} of flow {f.Flow}, key {f.Key ?? "(unreadable)"}, sequence {f.Sequence}, attempt {f.Attempts}");
        console.MarkupLineInterpolated($"{f.File}, record {f.Record}, line {f.Line}, bytes {f.ByteOffset} to {f.ByteOffset + f.ByteLength}");
        foreach (var reason in f.Reasons)
        {
            // Most messages begin with their field and quote what was expected: said once is enough.
            var field = reason.Field is null || reason.Message.StartsWith(reason.Field, StringComparison.Ordinal) ? "" : $" {reason.Field}:";
            console.MarkupLineInterpolated($"[red]{reason.Code}[/]{field} {reason.Message}");
            if (reason.Expected is not null && !reason.Message.Contains(reason.Expected, StringComparison.Ordinal)) console.MarkupLineInterpolated($"  expected {reason.Expected}, found {reason.Found}");
            console.MarkupLineInterpolated($"  [green]Remedy:[/] {reason.Remedy}");
        }

        console.WriteLine($"Record:\n{JsonText.Of(f.Fields, f.Note ?? "(could not be decoded)")}");
        if (f.OriginalNote is not null) console.WriteLine(f.OriginalNote);
        console.WriteLine($"Bytes:\n{f.Bytes.ToText()}");
        Breakdown.Show(f.Breakdown, console);
        console.WriteLine();
    }
}

/// <summary>A dead letter as it may be shown.</summary>
internal sealed record ShownFailure(
    string Id, string Flow, string Stage, string State, string? Key, long Sequence, int Attempts, string File, long Record, long Line,
    long ByteOffset, int ByteLength, IReadOnlyList<DeadLetterReason> Reasons, JsonNode? Fields, ShownBytes Bytes, string? OriginalNote,
    string? Note,
    // The name that scripts read.
    [property: JsonPropertyName("anatomy")] IReadOnlyList<FieldBreakdown>? Breakdown)
{
    public static ShownFailure From(DeadLetter l, FlowDefinition? flow, IReadOnlyList<FieldBreakdown>? breakdown, bool reveal)
    {
        // A flow that is gone from the workspace says nothing about what is personal: all of it may be.
        var contract = flow?.Contract;
        var reasons = l.Reasons.Select(r => Mask(r, contract, reveal)).ToList();
        var fields = contract is null ? null : Masking.Record(l.Record, contract, flow!.Key.ToHashSet(), reveal);
        var bytes = contract is null ? ShownBytes.Masked(l.Original.Length) : Masking.Bytes(l.Original, contract, reveal);
        var note = contract is null ? "(masked: its flow is not in the workspace)" : null;
        return new ShownFailure(l.Id, l.Flow, l.Stage.ToString().ToLowerInvariant(), l.State.ToString().ToLowerInvariant(), l.Key, l.Sequence, l.Attempts,
            l.Origin.Source, l.Origin.Record, l.Origin.Line, l.Origin.ByteOffset, l.Origin.ByteLength, reasons, fields, bytes, l.OriginalNote, note, breakdown);
    }

    /// <summary>Messages quote what was found, so they are cut down with it.</summary>
    private static DeadLetterReason Mask(DeadLetterReason reason, DataContract? contract, bool reveal)
    {
        if (reveal || (contract is not null && !Masking.HoldsPersonal(contract)) || string.IsNullOrEmpty(reason.Found)) return reason;
        return reason with { Found = Masking.Mask, Message = reason.Message.Replace(reason.Found, Masking.Mask, StringComparison.Ordinal) };
    }
}
