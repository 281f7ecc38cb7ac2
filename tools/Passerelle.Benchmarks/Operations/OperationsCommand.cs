using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Benchmarks.Common;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres;

namespace Passerelle.Benchmarks.Operations;

/// <summary>What an operator asks, over few and over many deliveries and dead letters, on both read stores.</summary>
internal static class OperationsCommand
{
    private const int Calls = 51;
    private static readonly PageRequest Screen = new(50);

    public static Command Create()
    {
        var postgres = new Option<string?>("--postgres") { Description = "Connection string of an empty database, thrown away afterwards. SQLite alone when not given." };
        var small = new Option<int>("--small") { Description = "Deliveries, and as many dead letters.", DefaultValueFactory = _ => 1_000 };
        var large = new Option<int>("--large") { Description = "The same for the second round.", DefaultValueFactory = _ => 200_000 };
        var command = new Command("operations", "Measure status and lists over few and over many deliveries and dead letters.") { postgres, small, large };
        command.Run(async (result, report, cancellationToken) =>
        {
            using var sample = new SampleFolder(null);
            var workspace = sample.Load();
            await using var engines = await Engines.OpenAsync(workspace, sample.Data, TimeProvider.System, cancellationToken);
            var environment = engines.Environment(workspace, sample.Data, TimeProvider.System, NullLoggerFactory.Instance);
            await new GatewayPipeline(workspace.Flows, environment, workspace.Folder).PrepareAsync(cancellationToken);
            await MeasureAsync("sqlite", environment.Store);
            if (result.GetValue(postgres) is not { } connection) return;
            await using var shared = new PostgresReadStore(new PostgresOptions(connection, "passerelle", "benchmark"), TimeProvider.System);
            await shared.PrepareAsync(GatewayPipeline.ShapesOf(workspace.Flows), cancellationToken);
            await MeasureAsync("postgres", shared);

            async Task MeasureAsync(string engine, IReadStore store)
            {
                var service = new OperatorService(workspace.Flows, environment with { Store = store }, workspace.Folder, null);
                var views = new FilledViews(store, [.. workspace.Flows.Select(f => f.Name)]);
                await views.GrowAsync(result.GetValue(small), cancellationToken);
                var few = await RoundAsync(service, cancellationToken);
                Report.Progress($"Filling {engine}.");
                await views.GrowAsync(result.GetValue(large), cancellationToken);
                var many = await RoundAsync(service, cancellationToken);
                for (var i = 0; i < few.Count; i++)
                {
                    report.Add("operations", new Figures()
                        .Of("engine", engine).Of("what", few[i].What).Of("ms, few", few[i].Milliseconds).Of("ms, many", many[i].Milliseconds)
                        .Of("ratio", many[i].Milliseconds / few[i].Milliseconds));
                }
            }
        });
        return command;
    }

    private static async Task<List<(string What, double Milliseconds)>> RoundAsync(OperatorService service, CancellationToken cancellationToken)
    {
        var last = (await service.DeliveriesAsync(null, new(PageRequest.Largest), cancellationToken)).Next;
        (string What, Func<Task> Call)[] calls =
        [
            ("status", () => service.StatusAsync(cancellationToken)),
            ("freshness watch", () => service.LateAsync(cancellationToken)),
            ("files list", () => service.DeliveriesAsync(null, Screen, cancellationToken)),
            ("files list, 1,000 later", () => service.DeliveriesAsync(null, Screen with { After = last }, cancellationToken)),
            ("files list --flow", () => service.DeliveriesAsync("payments", Screen, cancellationToken)),
            ("files show", () => service.DeliveryAsync("payments-100", cancellationToken)),
            ("failures list", () => service.FailuresAsync(new FailureSelection(), Screen, cancellationToken)),
            ("failures list --group --state any", () => service.FailuresAsync(FilledViews.OneGroup, Screen, cancellationToken)),
            ("failures show ID", () => service.FailuresAsync(FilledViews.OneLetter, Screen, cancellationToken)),
            ("failures groups", () => service.GroupsAsync(new FailureSelection(), cancellationToken)),
            ("failures groups --state any", () => service.GroupsAsync(new FailureSelection { State = null }, cancellationToken)),
        ];
        var medians = new List<(string, double)>();
        foreach (var (what, call) in calls) medians.Add((what, await MedianAsync(call)));
        return medians;
    }

    private static async Task<double> MedianAsync(Func<Task> call)
    {
        // Compiled code, prepared statements and warm pages are what a gateway that has run for a while has.
        for (var i = 0; i < 10; i++) await call();
        var times = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Calls / 2];
    }
}
