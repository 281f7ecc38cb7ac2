using System.Net;
using System.Text;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Control;
using Passerelle.LegacySim;

namespace Passerelle.Benchmarks.Common;

/// <summary>Tells when a generated file is visible over REST, by asking for four rows instead of a million.</summary>
/// <remarks>Order is kept in a partition, so when the last good row of each partition is served all good rows are. The count is compared afterwards.</remarks>
internal sealed class ExpectedRows
{
    private readonly Dictionary<int, string> _last = [];

    public ExpectedRows(GeneratorOptions options, int partitions)
    {
        var oracle = SireneGenerator.Oracle(options);
        (Good, Broken) = (oracle.Count(BrokenKind.Good), oracle.BrokenRows);
        foreach (var ordinal in oracle.Ordinals())
        {
            if (oracle.Kind(ordinal) != BrokenKind.Good) continue;
            var key = oracle.ExpectedKey(ordinal);
            _last[Murmur2Partitioner.Partition(Encoding.ASCII.GetBytes(key), partitions)] = key;
        }
    }

    /// <summary>The key of the last good row of each partition.</summary>
    public IReadOnlyDictionary<int, string> Last => _last;

    public long Good { get; }

    public long Broken { get; }

    public async Task VisibleAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        foreach (var key in _last.Values)
        {
            while (!await IsServedAsync(http, key, cancellationToken)) await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Afterwards, off the clock: exactly the good rows are served and exactly the broken ones are dead letters.</summary>
    public async Task CheckAsync(string dataFolder, CancellationToken cancellationToken)
    {
        using var client = await ControlClient.TryConnectAsync(dataFolder, cancellationToken) ?? throw new InvalidOperationException("The gateway does not answer.");
        for (var attempt = 0; ; attempt++)
        {
            var flow = (await client.StatusAsync(cancellationToken)).Flows.Single(f => f.Flow == "companies");
            if ((flow.Served, flow.OpenFailures) == (Good, Broken)) return;
            if (attempt == 60) throw new InvalidOperationException($"{flow.Served} rows are served and {flow.OpenFailures} failed; expected {Good} and {Broken}.");
            await Task.Delay(1000, cancellationToken);
        }
    }

    private static async Task<bool> IsServedAsync(HttpClient http, string key, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"/v1/companies/{key}", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
