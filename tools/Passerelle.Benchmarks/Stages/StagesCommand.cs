using System.CommandLine;
using System.Diagnostics;
using Passerelle.Benchmarks.Common;

namespace Passerelle.Benchmarks.Stages;

/// <summary>Each stage alone, one after the other, over what the stage before has written.</summary>
internal static class StagesCommand
{
    public static Command Create()
    {
        var command = new Command("stages", "Measure ingest, normalise and project, each alone over a filled log.");
        var options = new RowOptions(200_000).AddTo(command);
        command.Run(async (result, report, cancellationToken) =>
        {
            using var sample = options.Sample(result);
            var generator = options.Generator(result);
            sample.Deliver(sample.Generate(generator, "day1.csv"));
            await using var bench = await StageBench.OpenAsync(sample, new ExpectedRows(generator, sample.Load().Partitions), cancellationToken);
            foreach (var (name, run) in bench.Stages)
            {
                Report.Progress($"Running {name} alone.");
                report.Add("stages", await MeasureAsync(name, run, generator.Rows, sample, cancellationToken));
            }
        });
        return command;
    }

    private static async Task<Figures> MeasureAsync(
        string name, Func<CancellationToken, Task> run, long rows, SampleFolder sample, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var collections = GC.CollectionCount(0);
        var log = SampleFolder.SizeOf(Path.Combine(sample.Data, "log.db"));
        var clock = Stopwatch.StartNew();
        await run(cancellationToken);
        clock.Stop();
        self.Refresh();
        return new Figures()
            .Of("stage", name).Of("rows", rows).Of("seconds", clock.Elapsed.TotalSeconds).Of("rows/s", rows / clock.Elapsed.TotalSeconds)
            .Of("processor µs/row", (self.TotalProcessorTime - processor).TotalMicroseconds / rows)
            .Of("allocated B/row", (GC.GetTotalAllocatedBytes() - allocated) / rows)
            .Of("collections", GC.CollectionCount(0) - collections)
            .Of("log B/row", (double)(SampleFolder.SizeOf(Path.Combine(sample.Data, "log.db")) - log) / rows);
    }
}
