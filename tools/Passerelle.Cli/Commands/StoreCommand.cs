using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Loading;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class StoreCommand
{
    public static Command Create()
    {
        var command = new Command("store", "Tables of the read store: what the workspace's contracts want of them, and bringing them there.");
        command.Add(Plan());
        command.Add(Apply());
        return command;
    }

    private static Command Plan()
    {
        var command = new Command("plan", "Print the SQL that brings the tables to the workspace's contracts; changes nothing.")
            .With("store plan", "store plan --json");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            await using var store = Open(workspace, result.GetValue(Shared.Data));
            var steps = await store.Migration.PlanAsync(GatewayPipeline.ShapesOf(workspace.Flows), cancellationToken);
            terminal.Show(steps, console => Show(steps, console));
            return steps.Count > 0 ? ExitCode.Ok : ExitCode.NothingMatched;
        });
        return command;
    }

    private static Command Apply()
    {
        var command = new Command("apply", "Run what 'store plan' prints, and drop what no contract uses any more. May run beside gateways; after an interruption it goes on where it stopped.")
            .With("store apply -w aides-entreprises");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            await using var store = Open(workspace, result.GetValue(Shared.Data));
            var progress = new Progress(terminal);
            await store.Migration.ApplyAsync(GatewayPipeline.ShapesOf(workspace.Flows), progress, cancellationToken);
            terminal.Show(progress.Steps, console => console.WriteLine(progress.Steps.Count == 0 ? "Nothing to do." : $"{progress.Steps.Count} step(s) done."));
            return ExitCode.Ok;
        });
        return command;
    }

    private static OpenMigration Open(WorkspaceModel workspace, string? data)
    {
        var dataFolder = LoadedWorkspace.DataFolder(workspace, data);
        // Looking must not make a folder.
        if (Stores.IsInDataFolder(workspace) && !Directory.Exists(dataFolder)) throw CliErrors.NothingRan(dataFolder);
        return Stores.OpenMigration(workspace, dataFolder, TimeProvider.System);
    }

    private static void Show(IReadOnlyList<StoreStep> steps, IAnsiConsole console)
    {
        if (steps.Count == 0) console.WriteLine("Nothing to do: the tables are what the contracts want.");
        foreach (var step in steps)
        {
            console.WriteLine($"-- {step.What}{(step.Removes ? " ('store apply' only, never a start)" : "")}");
            console.WriteLine(step.Sql);
            console.WriteLine();
        }
    }

    /// <summary>Says each step when it begins and when it is done, and how many rows a long one has gone through.</summary>
    private sealed class Progress(Terminal terminal) : IProgress<StoreProgress>
    {
        private const long RowsBetweenLines = 50_000;
        private long said;

        public List<object> Steps { get; } = [];

        public void Report(StoreProgress value)
        {
            if (value.Done) Steps.Add(new { what = value.Step.What, rows = value.Rows });
            if (!value.Done && value.Rows > 0 && value.Rows - said < RowsBetweenLines) return;
            said = value.Done ? 0 : value.Rows;
            var rows = value.Rows == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {value.Rows:N0} rows");
            terminal.Note($"{(value.Done ? "done" : "    ")} {value.Step.What}{rows}");
        }
    }
}
