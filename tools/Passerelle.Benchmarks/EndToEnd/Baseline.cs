using System.Buffers;
using System.Diagnostics;
using System.Text;
using Passerelle.Benchmarks.Common;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Benchmarks.EndToEnd;

internal sealed record BaselineResult(TimeSpan Elapsed, TimeSpan Processor, long Inserted);

/// <summary>The least that must be done: one thread reads the file with CsvHelper, maps with the same mapping, and inserts in batches.</summary>
/// <remarks>It writes through the product's own store, so table, indexes, PRAGMAs, statements and batch size are the same by construction
/// and whatever makes the store faster makes the baseline faster too. No log, no dead letters, no comparison, no hash.</remarks>
internal sealed class Baseline(FlowDefinition flow, IReadStore store)
{
    private const int BatchSize = 2000;
    private readonly ArrayBufferWriter<byte> _value = new(4096);
    private readonly List<StoredValue> _rows = new(BatchSize);
    private readonly NoCounters _counters = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private long _position;

    public static async Task<BaselineResult> RunAsync(string file, WorkspaceModel workspace, string folder, CancellationToken cancellationToken)
    {
        var flow = workspace.Flows.Single(f => f.Name == "companies");
        await using var engine = EmbeddedEngine.Open(folder, TimeProvider.System);
        await engine.Store.PrepareAsync([flow.Contract.ToShape()], cancellationToken);
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var inserted = await new Baseline(flow, engine.Store).CopyAsync(file, cancellationToken);
        clock.Stop();
        self.Refresh();
        return new BaselineResult(clock.Elapsed, self.TotalProcessorTime - before, inserted);
    }

    private async Task<long> CopyAsync(string file, CancellationToken cancellationToken)
    {
        using var csv = new CsvRecords(file, flow.Mapper.NeededFields);
        while (csv.Read())
        {
            if (!Map(csv)) continue;
            if (_rows.Count == BatchSize) await InsertAsync(cancellationToken);
        }

        await InsertAsync(cancellationToken);
        return _position;
    }

    private bool Map(CsvRecords csv)
    {
        _value.ResetWrittenCount();
        if (flow.Mapper.WriteKey(csv.Record, _value) is not null) return false;
        var key = Encoding.ASCII.GetString(_value.WrittenSpan);
        _value.ResetWrittenCount();
        if (flow.Mapper.Map(csv.Record, _value, _counters).Decision != MapDecision.Value) return false;
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"companies:1:{csv.Number}");
        _rows.Add(new StoredValue(key, _value.WrittenSpan.ToArray(), csv.Number, id, csv.Lineage(), _now, _now));
        return true;
    }

    private async Task InsertAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count == 0) return;
        var next = _position + _rows.Count;
        await store.ApplyAsync(
            new ProjectionBatch("baseline", 0, _position, next) { Contract = flow.Contract.Name, Major = flow.Contract.Version.Major, Values = _rows },
            cancellationToken);
        _position = next;
        _rows.Clear();
    }
}
