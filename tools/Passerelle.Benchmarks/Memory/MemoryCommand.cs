using System.CommandLine;
using System.Diagnostics;
using Passerelle.Benchmarks.Common;
using Passerelle.LegacySim;

namespace Passerelle.Benchmarks.Memory;

/// <summary>Peak resident memory must not depend on the size of the file, nor on whether it is compressed.</summary>
internal static class MemoryCommand
{
    // Legal units have about this many bytes; the small sample tells exactly.
    private const int SampledRows = 20_000;

    public static Command Create()
    {
        var command = new Command("memory", "Measure the gateway's peak resident memory on a small and a large file, plain and gzip.");
        var small = new Option<int>("--small") { Description = "Megabytes of the small file, before compression.", DefaultValueFactory = _ => 200 };
        var large = new Option<int>("--large") { Description = "Megabytes of the large file, before compression.", DefaultValueFactory = _ => 2000 };
        var forms = new Option<string>("--forms") { Description = "plain, gzip or both.", DefaultValueFactory = _ => "both" };
        forms.AcceptOnlyFromAmong("plain", "gzip", "both");
        command.Add(small);
        command.Add(large);
        command.Add(forms);
        command.Run(async (result, report, cancellationToken) =>
        {
            var form = result.GetValue(forms);
            foreach (var gzip in (bool[])[false, true])
            {
                if (form != "both" && gzip != (form == "gzip")) continue;
                var peakOfSmall = await MeasureAsync(result.GetValue(small), gzip, null, report, cancellationToken);
                await MeasureAsync(result.GetValue(large), gzip, peakOfSmall, report, cancellationToken);
            }
        });
        return command;
    }

    private static async Task<long> MeasureAsync(int megabytes, bool gzip, long? small, Report report, CancellationToken cancellationToken)
    {
        using var sample = new SampleFolder(null);
        var options = new GeneratorOptions { Rows = Rows(megabytes), BrokenShare = 0.01m, Gzip = gzip };
        Report.Progress($"Writing {options.Rows} rows{(gzip ? ", compressed" : "")}.");
        var file = sample.Generate(options, "day1.csv");
        var stored = new FileInfo(file).Length;
        var expected = new ExpectedRows(options, sample.Load().Partitions);
        await using var gateway = await GatewayProcess.StartAsync(sample, cancellationToken);
        var clock = Stopwatch.StartNew();
        sample.Deliver(file);
        await expected.VisibleAsync(gateway.Address, cancellationToken);
        clock.Stop();
        var peak = gateway.PeakResident();
        report.Add("memory", new Figures()
            .Of("file", gzip ? "gzip" : "plain").Of("MB decompressed", megabytes).Of("MB stored", stored / 1e6).Of("rows", options.Rows)
            .Of("seconds", clock.Elapsed.TotalSeconds).Of("rows/s", options.Rows / clock.Elapsed.TotalSeconds)
            .Of("peak resident MB", peak / 1e6).Of("against small", small is { } s ? (double)peak / s : 1));
        Report.Progress($"{megabytes} MB: peak resident {peak / 1_000_000} MB.");
        return peak;
    }

    private static long Rows(int megabytes)
    {
        using var counted = new MemoryStream();
        SireneGenerator.Write(counted, new GeneratorOptions { Rows = SampledRows, BrokenShare = 0.01m });
        return megabytes * 1_000_000L * SampledRows / counted.Length;
    }
}
