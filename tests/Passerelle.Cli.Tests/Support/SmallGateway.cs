using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing;

namespace Passerelle.Cli.Tests.Support;

/// <summary>The workspace <c>Data/small</c> in a temporary folder, and a gateway that runs it in this process.</summary>
internal sealed class SmallGateway : IAsyncDisposable
{
    private static readonly DateTime Written = new(2026, 1, 15, 6, 0, 0, DateTimeKind.Utc);

    private GatewayHost? _host;

    public SmallGateway()
    {
        Files = new WorkspaceCopy(Path.Combine(Golden.Folder("Data"), "small"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Files.Path, "inbox"), "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, Written);
    }

    public WorkspaceCopy Files { get; }

    public GatewayHost Host => _host ?? throw new InvalidOperationException("The gateway was not started.");

    public async Task StartAsync()
    {
        var loaded = Workspaces.Load(Files.Path);
        Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
        _host = await GatewayHost.StartAsync(loaded.Workspace!, Path.Combine(Files.Path, ".data"), null, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Waits until both first deliveries have an end and what they yield is visible.</summary>
    public Task SettledAsync() => UntilAsync(status =>
        status.Flows.All(f => f.LastDelivery?.Phase is DeliveryPhase.Done or DeliveryPhase.Quarantined)
        && status.Flows.Single(f => f.Flow == "people") is { Served: 2, OpenFailures: 1 }
        && status.Flows.Single(f => f.Flow == "cities") is { Served: 1, OpenFailures: 1 });

    /// <summary>Waits for a state of the gateway; it has to come, however slow the machine.</summary>
    public async Task UntilAsync(Func<StatusReport, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!holds(await Host.Operator.StatusAsync(limit.Token))) await Task.Delay(50, limit.Token);
    }

    /// <summary>What REST answers.</summary>
    public async Task<(int Status, JsonNode Body)> GetAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = Host.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public Task<CliRun> RunAsync(params string[] args) => CliRun.Of([.. args, "-w", Files.Path]);

    /// <summary>Stops the gateway; its folder stays.</summary>
    public async Task StopAsync()
    {
        if (_host is null) return;
        await _host.DisposeAsync();
        _host = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Files.Dispose();
    }
}
