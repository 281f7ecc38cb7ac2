using System.CommandLine;
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
    public static Command Create()
    {
        var postgres = new Option<string?>("--postgres")
        {
            Description = "Connection string of an empty database, thrown away afterwards. SQLite alone when not given.",
        };
        var few = new Option<int>("--few") { Description = "Deliveries, and as many dead letters.", DefaultValueFactory = _ => 1_000 };
        var many = new Option<int>("--many") { Description = "The same for the second round.", DefaultValueFactory = _ => 200_000 };
        var command = new Command("operations", "Measure status and lists over few and over many deliveries.") { postgres, few, many };
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
                var round = new OperatorRound(service);
                var views = new FilledViews(store, [.. workspace.Flows.Select(f => f.Name)]);
                await views.GrowAsync(result.GetValue(few), cancellationToken);
                var before = await round.RunAsync(cancellationToken);
                Report.Progress($"Filling {engine}.");
                await views.GrowAsync(result.GetValue(many), cancellationToken);
                Compare(report, engine, before, await round.RunAsync(cancellationToken));
            }
        });
        return command;
    }

    private static void Compare(Report report, string engine, IReadOnlyList<Answered> few, IReadOnlyList<Answered> many)
    {
        foreach (var (before, after) in few.Zip(many))
        {
            report.Add("operations", new Figures()
                .Of("engine", engine).Of("what", before.What)
                .Of("ms, few", before.Milliseconds).Of("ms, many", after.Milliseconds)
                .Of("ratio", after.Milliseconds / before.Milliseconds));
        }
    }
}
