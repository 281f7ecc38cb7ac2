using System.CommandLine;
using System.Text.Json;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Operations;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class ExplainCommand
{
    public static Command Create()
    {
        var contract = new Argument<string>("contract") { Description = "Name of the contract." };
        var key = new Argument<string>("key") { Description = "Key, as in the REST address." };
        var command = new Command("explain", "Walk from a served value back to the event, the mapping, the file and its bytes.") { contract, key, Shared.Reveal };
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await FailuresCommand.OpenAsync(result, cancellationToken);
            var (name, text) = (result.GetValue(contract)!, result.GetValue(key)!);
            var flow = session.Workspace.Flows.FirstOrDefault(f => f.Contract.Name == name);
            var found = await session.Operator.ExplainAsync(name, text, cancellationToken);
            if (flow is null || found is null)
            {
                return Terminal.Fail(CliErrors.NotFound.Id, $"Nothing was ever served as {name} {text}.", "Look at 'passerelle failures list --key' and 'passerelle status'.", ExitCode.NothingMatched);
            }

            var reveal = result.GetValue(Shared.Reveal);
            var anatomy = await Output.Anatomy.OfAsync(flow, session.Workspace.Folder, found.Original, reveal);
            var shown = ShownExplanation.From(found, flow, anatomy, reveal);
            terminal.Show(shown, console => Show(shown, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(ShownExplanation e, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{e.Contract} {e.Key}[/]");
        console.WriteLine(e.Value);
        var table = Terminal.Table("", "");
        Terminal.Row(table, "event", e.EventId);
        Terminal.Row(table, "sequence", e.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Terminal.Row(table, "as of", e.AsOf.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
        Terminal.Row(table, "visible at", e.VisibleAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (name, value) in e.Lineage) Terminal.Row(table, name, value);
        console.Write(table);
        console.WriteLine("Record:");
        console.WriteLine(e.Record);
        console.WriteLine("Bytes:");
        console.WriteLine(e.Bytes);
        Output.Anatomy.Show(e.Anatomy, console);
    }
}

/// <summary>An explanation as it may be shown.</summary>
internal sealed record ShownExplanation(
    string Contract, string Key, string Value, string EventId, long Sequence, DateTimeOffset AsOf, DateTimeOffset VisibleAt,
    IReadOnlyDictionary<string, string> Lineage, string Record, string Bytes, IReadOnlyList<FieldAnatomy> Anatomy)
{
    public static ShownExplanation From(Explanation e, FlowDefinition flow, IReadOnlyList<FieldAnatomy> anatomy, bool reveal)
    {
        using var lineage = JsonDocument.Parse(e.Lineage);
        var note = e.OriginalNote ?? "";
        return new ShownExplanation(
            e.Contract, e.Key,
            e.Value is null ? "(deleted)" : Masking.Value(e.Value, flow.Contract, reveal),
            e.EventId, e.Sequence, e.AsOf, e.VisibleAt,
            lineage.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()),
            e.Record is null ? note : Masking.Record(e.Record, flow.Contract, flow.Key.ToHashSet(), reveal),
            e.Original is null ? note : Masking.Bytes(e.Original, flow.Contract, reveal),
            anatomy);
    }
}
