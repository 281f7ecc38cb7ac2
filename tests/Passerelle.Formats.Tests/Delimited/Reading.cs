using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Tests.Delimited;

/// <summary>A record copied out of its batch.</summary>
internal sealed record Row(Origin Origin, string Json, byte[] Original, Failure? Failure);

/// <summary>Reads whole texts through sample, prologue and reader, as an adapter does.</summary>
internal sealed record Reading
{
    public Dialect Dialect { get; init; } = new();

    public DelimitedLimits Limits { get; init; } = new();

    public DelimitedRules Rules { get; init; } = new();

    public int BatchSize { get; init; } = 1000;

    public List<Row> Rows { get; } = [];

    public List<string> Positions { get; } = [];

    public Dictionary<string, long> Counters { get; } = [];

    public Prologue Prologue { get; private set; } = null!;

    public DelimitedPosition End { get; private set; }

    public Failure? Reconciliation { get; private set; }

    public static async Task<Reading> Of(string text, Reading? how = null) => await (how ?? new()).ReadAsync(Encoding.UTF8.GetBytes(text));

    public async Task<Reading> ReadAsync(byte[] bytes, string? from = null)
    {
        Prologue = Prologue.Read(
            new(bytes.AsMemory(0, Math.Min(bytes.Length, FileSample.Wanted)), bytes.Length < FileSample.Wanted), Dialect, Limits, Rules);
        var start = Prologue.Data;
        if (from is not null && !DelimitedPosition.TryParse(from, out start)) throw new FormatException(from);
        using var stream = new MemoryStream(bytes) { Position = start.Offset };
        using var reader = new DelimitedReader(stream, "file.csv", Dialect, Limits, Rules, Prologue, start);
        while (true)
        {
            using var batch = await reader.ReadAsync(BatchSize, CancellationToken.None);
            foreach (var r in batch.Records) Rows.Add(new(r.Origin, Encoding.UTF8.GetString(r.Json.Span), r.Original.ToArray(), r.Failure));
            foreach (var (name, count) in batch.Counters) Counters[name] = Counters.GetValueOrDefault(name) + count;
            Positions.Add(batch.PositionAfter);
            if (batch.IsEnd) break;
        }

        End = reader.Position;
        Reconciliation = reader.Reconcile();
        return this;
    }

    /// <summary>Line, and the JSON or the code of the failure: the outcome at a glance.</summary>
    public string[] Outcomes =>
        [.. Rows.Select(r => $"{r.Origin.Line}: {(r.Failure is null ? r.Json : r.Failure.Code.Id + " " + r.Json)}")];
}
