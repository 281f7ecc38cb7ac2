using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Workspace.Flows;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class ExplainCommand
{
    public static Command Create()
    {
        var contract = new Argument<string>("contract") { Description = "Name of the contract." };
        var key = new Argument<string>("key") { Description = "Key, as in the REST address." };
        var command = new Command("explain", "Walk from a served value back to the event, the mapping, the file and its bytes.") { contract, key, Shared.Reveal }
            .With("explain companies 138426539", "explain social-debts '636043216536562844~201511~397~9' --reveal");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await FailuresCommand.OpenAsync(result, cancellationToken);
            var (name, text) = (result.GetValue(contract)!, result.GetValue(key)!);
            var flow = Known.FlowOf(session.Workspace, name);
            var found = await session.Operator.ExplainAsync(name, text, cancellationToken)
                ?? throw CliErrors.Missing(CliErrors.NotFound, $"Nothing was ever served as {name} {text}.", $"Look at 'passerelle failures list --key {text} --state any' and 'passerelle status'.");
            var reveal = Shared.Revealing(result, terminal);
            var breakdown = await Breakdown.OfAsync(flow, session.Workspace.Folder, found.Original, reveal);
            var shown = ShownExplanation.From(found, flow, breakdown, reveal);
            terminal.Show(shown, console => Show(shown, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Line(IAnsiConsole console, string name, string value) => console.MarkupLineInterpolated($"  [dim]{name,-12}[/]{value}");

    private static void Show(ShownExplanation e, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{e.Contract} {e.Key}[/]");
        console.WriteLine(JsonText.Of(e.Value, "(deleted)"));
        Line(console, "event", e.EventId);
        Line(console, "sequence", e.Sequence.ToString(CultureInfo.InvariantCulture));
        Line(console, "as of", e.AsOf.ToString("u", CultureInfo.InvariantCulture));
        Line(console, "visible at", e.VisibleAt.ToString("u", CultureInfo.InvariantCulture));
        foreach (var (name, value) in e.Lineage) Line(console, name, value);
        if (e.Note is not null) console.WriteLine(e.Note);
        if (e.Record is not null) console.WriteLine($"Record:\n{JsonText.Of(e.Record, "")}");
        if (e.Bytes is not null) console.WriteLine($"Bytes:\n{e.Bytes.ToText()}");
        Breakdown.Show(e.Breakdown, console);
    }
}

/// <summary>An explanation as it may be shown.</summary>
internal sealed record ShownExplanation(
    string Contract, string Key, JsonNode? Value, string EventId, long Sequence, DateTimeOffset AsOf, DateTimeOffset VisibleAt,
    IReadOnlyDictionary<string, string> Lineage, JsonNode? Record, ShownBytes? Bytes, string? Note,
    // The name that scripts read.
    [property: JsonPropertyName("anatomy")] IReadOnlyList<FieldBreakdown>? Breakdown)
{
    public static ShownExplanation From(Explanation e, FlowDefinition flow, IReadOnlyList<FieldBreakdown>? breakdown, bool reveal)
    {
        using var lineage = JsonDocument.Parse(e.Lineage);
        return new ShownExplanation(
            e.Contract, e.Key,
            e.Value is null ? null : Masking.Value(e.Value, flow.Contract, reveal),
            e.EventId, e.Sequence, e.AsOf, e.VisibleAt,
            lineage.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()),
            e.Record is null ? null : Masking.Record(e.Record, flow.Contract, flow.Key.ToHashSet(), reveal),
            e.Original is null ? null : Masking.Bytes(e.Original, flow.Contract, reveal),
            e.OriginalNote,
            breakdown);
    }
}
