using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Workspace.Flows;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

/// <summary>What a look at a source found.</summary>
internal sealed record Peeked(string File, long Size, IReadOnlyList<DialectFinding> Form, IReadOnlyList<PeekedRecord> Records);

/// <summary>One record as it may be shown.</summary>
/// <param name="Key">The contract key; null without a flow, or when it cannot be read.</param>
/// <param name="Failure">Why it cannot be decoded; null when it can.</param>
internal sealed record PeekedRecord(long Record, long Line, long ByteOffset, int ByteLength, string? Key, JsonObject? Fields, string? Failure)
{
    public static PeekedRecord From(SourceRecord record, PeekMask? mask)
    {
        var o = record.Origin;
        var failure = record.Failure is { } f ? $"{f.Code}: {(mask is null || mask.Reveal ? f.Message : f.Code.Title)}" : null;
        var fields = record.Json.IsEmpty ? null
            : mask is null ? JsonNode.Parse(record.Json.Span) as JsonObject
            : Masking.Record(record.Json.Span, mask.Flow.Contract, mask.Flow.Key.ToHashSet(), mask.Reveal);
        return new PeekedRecord(o.Record, o.Line, o.ByteOffset, o.ByteLength, mask is null ? null : KeyOf(record, mask.Flow), fields, failure);
    }

    private static string? KeyOf(SourceRecord record, FlowDefinition flow)
    {
        var key = new ArrayBufferWriter<byte>();
        var readable = !record.Json.IsEmpty && flow.Mapper.WriteKey(record.Json, key) is null;
        return readable ? Encoding.ASCII.GetString(key.WrittenSpan) : null;
    }
}

/// <summary>Shows a look at a source to people.</summary>
internal static class PeekView
{
    public static void Show(Peeked peeked, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{peeked.File}[/], {peeked.Size.ToString("N0", CultureInfo.InvariantCulture)} bytes");
        if (peeked.Form.Count > 0)
        {
            var table = Terminal.Table("Option", "Found", "Evidence");
            foreach (var f in peeked.Form) Terminal.Row(table, f.Option, f.Value, f.Evidence);
            console.Write(table);
            if (Pins(peeked.Form) is { Length: > 0 } pins) console.WriteLine($"To pin what was found, write under source.options: {pins}");
            console.WriteLine();
        }

        foreach (var record in peeked.Records) Show(record, console);
        if (peeked.Records.Count == 0) console.WriteLine("No records.");
    }

    private static void Show(PeekedRecord r, IAnsiConsole console)
    {
        var place = r.Line > 0 ? $", line {r.Line}" : "";
        var key = r.Key is null ? "" : $", key {r.Key}";
        console.MarkupLineInterpolated($"[bold]record {r.Record}[/]{place}, bytes {r.ByteOffset} to {r.ByteOffset + r.ByteLength}{key}");
        if (r.Failure is not null) console.MarkupLineInterpolated($"  [red]{r.Failure}[/]");
        if (r.Fields is null) return;
        var filled = r.Fields.Where(p => p.Value is not null && p.Value.ToString().Length > 0).ToList();
        var width = filled.Count == 0 ? 0 : filled.Max(p => p.Key.Length);
        foreach (var (name, value) in filled) console.WriteLine($"  {name.PadRight(width)}  {Text(value!)}");
        if (r.Fields.Count > filled.Count) console.MarkupLineInterpolated($"  [dim]{r.Fields.Count - filled.Count} empty fields[/]");
    }

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.ToString() : value.ToJsonString();

    private static string Pins(IReadOnlyList<DialectFinding> form) => string.Join(", ", form
        .Where(f => !f.Evidence.StartsWith("pinned", StringComparison.Ordinal))
        .Select(f => $"{f.Option}: {Quoted(f.Value)}"));

    private static string Quoted(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && value.Length > 1 ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
