using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Passerelle.Benchmarks.Common;
using Passerelle.Benchmarks.Stages;
using Passerelle.LegacySim;

namespace Passerelle.Benchmarks.Kafka;

/// <summary>Stages, whole way and latency on Kafka and PostgreSQL, beside one bare transactional producer over the same broker.</summary>
internal static class KafkaCommand
{
    private const int MostBareEvents = 200_000;

    public static Command Create()
    {
        var kafka = new Option<string>("--kafka") { Description = "Bootstrap servers, as host:port.", Required = true };
        var postgres = new Option<string>("--postgres") { Description = "Connection string of a role that may create databases; what is made is removed.", Required = true };
        var rows = new Option<long>("--rows") { Description = "How many legal units.", DefaultValueFactory = _ => 200_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long latency is measured.", DefaultValueFactory = _ => 60 };
        var rate = new Option<double?>("--rate") { Description = "Records a second for latency; half of what the whole way takes when left out." };
        var samples = new Option<int>("--samples") { Description = "Records that REST is asked for.", DefaultValueFactory = _ => 1000 };
        var command = new Command("kafka", "Measure stages, whole way and latency on Kafka and PostgreSQL, beside a bare producer.") { kafka, postgres, rows, seconds, rate, samples };
        command.Run(async (result, report, cancellationToken) =>
        {
            var run = new KafkaRun(result.GetValue(kafka)!, result.GetValue(postgres)!, new GeneratorOptions { Rows = result.GetValue(rows), BrokenShare = 0.01m }, report);
            await run.StagesAsync(MostBareEvents, cancellationToken);
            var whole = await run.WholeWayAsync(cancellationToken);
            await run.LatencyAsync(result.GetValue(rate) ?? whole / 2, TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(samples), cancellationToken);
        });
        return command;
    }
}

/// <summary>The three parts of the measurement, each over topics and a database of its own.</summary>
internal sealed class KafkaRun(string servers, string postgres, GeneratorOptions generator, Report report)
{
    private const int WarmUpRows = 50_000;

    private int BrokerPort => int.Parse(servers.Split(',')[0].Split(':')[^1], CultureInfo.InvariantCulture);

    /// <summary>Each stage alone over a filled topic, and the producer, all of them twice: a smaller round comes first, in which code is compiled here and in the broker.</summary>
    public async Task StagesAsync(int mostBare, CancellationToken cancellationToken)
    {
        Report.Progress("Warming up.");
        await StagesAsync(generator with { Rows = Math.Min(generator.Rows, WarmUpRows) }, mostBare, cancellationToken);
        var measured = await StagesAsync(generator, mostBare, cancellationToken);
        var baseline = measured.Where(m => m.Name.StartsWith("bare", StringComparison.Ordinal)).Average(m => m.Rate);
        foreach (var (_, pace, figures) in measured) report.Add("stages on kafka", figures.Of("to bare producer", pace / baseline));
    }

    private async Task<List<(string Name, double Rate, Figures Figures)>> StagesAsync(GeneratorOptions rows, int mostBare, CancellationToken cancellationToken)
    {
        await using var engines = await SharedEngines.CreateAsync(servers, postgres, cancellationToken);
        var sample = engines.Sample;
        sample.Deliver(sample.Generate(rows, "day1.csv"));
        await using var bench = await StageBench.OpenAsync(sample, new ExpectedRows(rows, sample.Load().Partitions), cancellationToken);
        var measured = new List<(string Name, double Rate, Figures Figures)>();
        foreach (var (name, run) in bench.Stages)
        {
            Report.Progress($"Running {name} alone.");
            measured.Add(await MeasureAsync(name, rows.Rows, async () => await run(cancellationToken)));
            if (name != "ingest") continue;
            Report.Progress("Running the bare producer.");
            var bare = await BareProducer.CreateAsync(bench.Environment.Log, servers, bench.RawTopic, bench.Environment.Partitions, mostBare, cancellationToken);
            for (var round = 1; round <= 2; round++)
            {
                var elapsed = TimeSpan.Zero;
                measured.Add(await MeasureAsync($"bare producer, round {round}", bare.Events, () => Task.FromResult(elapsed = bare.Run())));
            }
        }

        return measured;
    }

    /// <returns>Rows a second.</returns>
    public async Task<double> WholeWayAsync(CancellationToken cancellationToken)
    {
        Report.Progress("Running the gateway, from file to REST.");
        await using var engines = await SharedEngines.CreateAsync(servers, postgres, cancellationToken);
        var sample = engines.Sample;
        var file = sample.Generate(generator, "day1.csv");
        var expected = new ExpectedRows(generator, sample.Load().Partitions);
        await using var gateway = await GatewayProcess.StartAsync(sample, cancellationToken);
        var shares = new ProcessorShares(BrokerPort, () => gateway.ProcessorTime);
        var clock = Stopwatch.StartNew();
        sample.Deliver(file);
        await expected.VisibleAsync(gateway.Address, cancellationToken);
        var rate = generator.Rows / clock.Elapsed.TotalSeconds;
        report.Add("from file to REST", shares.AddTo(new Figures()
            .Of("rows", generator.Rows).Of("seconds", clock.Elapsed.TotalSeconds).Of("rows/s", rate)).Of("peak resident MB", gateway.PeakResident() / 1e6));
        await expected.CheckAsync(sample.Data, cancellationToken);
        return rate;
    }

    public async Task LatencyAsync(double rate, TimeSpan length, int samples, CancellationToken cancellationToken)
    {
        Report.Progress(string.Create(CultureInfo.InvariantCulture, $"Measuring latency at {rate:N0} records/s."));
        await using var engines = await SharedEngines.CreateAsync(servers, postgres, cancellationToken);
        var figures = new Figures();
        var latencies = await new LatencyRound(engines.Sample, rate, length, samples).RunAsync(BrokerPort, figures, cancellationToken);
        var sorted = latencies.Order().ToList();
        var table = new Figures().Of("records/s", rate).Of("samples", (long)sorted.Count)
            .Of("p50 ms", At(0.5)).Of("p99 ms", At(0.99)).Of("longest ms", sorted[^1].TotalMilliseconds);
        report.Add("latency to REST", table.With(figures));

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1].TotalMilliseconds;
    }

    private async Task<(string Name, double Rate, Figures Figures)> MeasureAsync(string name, long rows, Func<Task> run)
    {
        var shares = new ProcessorShares(BrokerPort, ProcessorShares.OfThisProcess);
        var clock = Stopwatch.StartNew();
        await run();
        var rate = rows / clock.Elapsed.TotalSeconds;
        return (name, rate, shares.AddTo(new Figures().Of("what", name).Of("rows", rows).Of("seconds", clock.Elapsed.TotalSeconds).Of("rows/s", rate)));
    }
}
