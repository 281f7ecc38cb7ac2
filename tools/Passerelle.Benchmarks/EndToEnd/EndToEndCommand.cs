using System.CommandLine;
using System.Diagnostics;
using Passerelle.Benchmarks.Common;

namespace Passerelle.Benchmarks.EndToEnd;

/// <summary>Rows a second from file to REST against a program that only reads, maps and inserts.</summary>
internal static class EndToEndCommand
{
    public static Command Create()
    {
        var command = new Command("end-to-end", "Measure from file to REST, against one thread that only reads, maps and inserts.");
        var options = new RowOptions(1_000_000).AddTo(command);
        command.Run(async (result, report, cancellationToken) =>
        {
            using var sample = options.Sample(result);
            var generator = options.Generator(result);
            Report.Progress($"Writing {generator.Rows} rows.");
            var file = sample.Generate(generator, "day1.csv");
            var bytes = new FileInfo(file).Length;
            var expected = new ExpectedRows(generator, sample.Load().Partitions);

            Report.Progress("Running the baseline.");
            var baseline = await Baseline.RunAsync(file, sample.Load(), Path.Combine(sample.Folder, ".baseline"), cancellationToken);
            Report.Progress("Running the gateway.");
            await using var gateway = await GatewayProcess.StartAsync(sample, cancellationToken);
            var before = gateway.ProcessorTime;
            var clock = Stopwatch.StartNew();
            sample.Deliver(file);
            await expected.VisibleAsync(gateway.Address, cancellationToken);
            clock.Stop();
            var processor = gateway.ProcessorTime - before;
            var peak = gateway.PeakResident();
            await expected.CheckAsync(sample.Data, cancellationToken);

            report.Add("end to end", Row("baseline", generator.Rows, baseline.Elapsed, baseline.Processor, 1));
            report.Add("end to end", Row("Passerelle", generator.Rows, clock.Elapsed, processor, baseline.Elapsed / clock.Elapsed));
            report.Add("size", new Figures()
                .Of("rows", generator.Rows).Of("served", expected.Good).Of("dead letters", expected.Broken).Of("baseline inserted", baseline.Inserted)
                .Of("file B/row", (double)bytes / generator.Rows)
                .Of("log B/row", (double)SampleFolder.SizeOf(Path.Combine(sample.Data, "log.db")) / generator.Rows)
                .Of("store B/row", (double)SampleFolder.SizeOf(Path.Combine(sample.Data, "store.db")) / generator.Rows)
                .Of("peak resident MB", peak / 1e6));
        });
        return command;
    }

    private static Figures Row(string what, long rows, TimeSpan elapsed, TimeSpan processor, double ratio) => new Figures()
        .Of("what", what).Of("seconds", elapsed.TotalSeconds).Of("rows/s", rows / elapsed.TotalSeconds)
        .Of("processor s", processor.TotalSeconds).Of("processor µs/row", processor.TotalMicroseconds / rows).Of("ratio", ratio);
}
