using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Benchmarks.Common;
using Passerelle.Benchmarks.EndToEnd;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.LegacySim;

namespace Passerelle.Benchmarks.Kafka;

/// <summary>How long a record takes from the moment it is scheduled for to REST, when they come at a rate that does not wait for the gateway.</summary>
internal sealed class LatencyRound(SampleFolder sample, double rate, TimeSpan length, int samples)
{
    /// <summary>The gateway's first seconds are spent on compiling; no sample is taken from them.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(10);

    /// <returns>Of each sample; the limit for one that was not seen before it.</returns>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(int brokerPort, Figures figures, CancellationToken cancellationToken)
    {
        var workspace = sample.Load();
        var flow = workspace.Flows.Single(f => f.Name == "companies");
        var (pace, keys) = Schedule(flow);
        workspace = workspace with { Flows = [flow with { FullExtract = false, Adapter = new PacedAdapter(flow.Adapter, pace) }] };
        await using var gateway = await GatewayHost.StartAsync(
            workspace, sample.Data, new Uri("http://127.0.0.1:0"), NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        pace.Start();
        await Task.Delay(WarmUp, cancellationToken);
        var shares = new ProcessorShares(brokerPort, ProcessorShares.OfThisProcess);
        var random = new Random(1);
        var (first, last) = ((int)(WarmUp.TotalSeconds * rate), keys.Count);
        var asked = Enumerable.Range(0, samples).Select(_ => random.Next(first, last)).Select(i => VisibleAfterAsync(http, pace, i, keys[i], cancellationToken)).ToList();
        var latencies = await Task.WhenAll(asked);
        shares.AddTo(figures);
        return latencies;
    }

    private (Pace Pace, IReadOnlyList<string> Keys) Schedule(FlowDefinition flow)
    {
        var rows = (long)(rate * (WarmUp + length).TotalSeconds);
        var file = sample.Generate(new GeneratorOptions { Rows = rows, BrokenShare = 0 }, "paced.csv");
        using var csv = new CsvRecords(file, flow.Mapper.NeededFields);
        var (records, keys, key) = (new List<SourceRecord>(), new List<string>(), new ArrayBufferWriter<byte>());
        while (csv.Read())
        {
            key.ResetWrittenCount();
            if (flow.Mapper.WriteKey(csv.Record, key) is not null) throw new InvalidDataException($"Row {csv.Number} has no key.");
            keys.Add(Encoding.ASCII.GetString(key.WrittenSpan));
            records.Add(new SourceRecord { Origin = new Origin("paced.csv", csv.Number, csv.Number + 1, 0, csv.Original.Length), Json = csv.Record.ToArray(), Original = csv.Original.ToArray() });
        }

        return (new Pace(records, rate), keys);
    }

    private static async Task<TimeSpan> VisibleAfterAsync(HttpClient http, Pace pace, int record, string key, CancellationToken cancellationToken)
    {
        var due = pace.DueAt(record);
        if (due > pace.Elapsed) await Task.Delay(due - pace.Elapsed, cancellationToken);
        while (pace.Elapsed - due < Limit)
        {
            using var response = await http.GetAsync(new Uri($"/v1/companies/{key}", UriKind.Relative), cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK) return pace.Elapsed - due;
            await Task.Delay(BetweenQuestions, cancellationToken);
        }

        return Limit;
    }
}
