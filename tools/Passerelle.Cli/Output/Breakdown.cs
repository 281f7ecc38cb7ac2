using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Workspace.Flows;
using Spectre.Console;

namespace Passerelle.Cli.Output;

/// <summary>The fields of a record beside their bytes, where the flow's adapter can tell them apart.</summary>
internal static class Breakdown
{
    /// <summary>Null when the adapter cannot tell, or no longer can.</summary>
    public static async Task<IReadOnlyList<FieldBreakdown>?> OfAsync(FlowDefinition? flow, string folder, ReadOnlyMemory<byte> original, bool reveal)
    {
        if (flow is null || original.IsEmpty) return null;
        using var connections = new ConnectionSet(TimeProvider.System);
        await using var source = flow.Adapter.CreateSource(flow.SourceOptions, connections.ContextOf(flow, folder));
        if (source is not IFieldBreakdown breakdown) return null;
        try
        {
            var fields = breakdown.Describe(original, new Origin("", 1, 0, 0, original.Length));
            if (fields.Count == 0) return null;
            return reveal || !Masking.HoldsPersonal(flow.Contract) ? fields : [.. fields.Select(f => Hide(f, flow))];
        }
        catch (PasserelleException)
        {
            // The copybook of today does not read the bytes of then; the bytes themselves are shown all the same.
            return null;
        }
    }

    public static void Show(IReadOnlyList<FieldBreakdown>? fields, IAnsiConsole console)
    {
        if (fields is null) return;
        console.WriteLine("Fields:");
        var table = Terminal.Table("Field", "Offset", "Bytes", "Read as", "Value");
        foreach (var f in fields) Terminal.Row(table, f.Path, f.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture), f.Hex, f.Form, f.Value ?? "(malformed)");
        console.Write(table);
    }

    private static FieldBreakdown Hide(FieldBreakdown field, FlowDefinition flow) =>
        flow.Key.Contains(field.Path[(field.Path.LastIndexOf('.') + 1)..]) ? field : field with { Hex = Masking.Mask, Value = field.Value is null ? null : Masking.Mask };
}
