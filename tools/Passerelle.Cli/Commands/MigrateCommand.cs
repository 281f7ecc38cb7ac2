using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Pipeline.Migration;
using Passerelle.Gateway.Workspace.Loading;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The log's engine that passerelle.yaml names now.", Required = true };
        to.AcceptOnlyFromAmong([.. Targets.Select(e => e.Name)]);
        var command = new Command("migrate", "Carry what the embedded log in the data folder holds to the one that passerelle.yaml names now; the gateway must be stopped and have no work left.") { to }
            .With("migrate --to kafka", "migrate --to kafka -w aides-entreprises --json");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var dataFolder = LoadedWorkspace.DataFolder(workspace, result.GetValue(Shared.Data));
            Check(workspace, result.GetValue(to)!, dataFolder);
            var progress = new Progress(terminal);
            await Migrations.RunAsync(workspace, dataFolder, progress, cancellationToken);
            terminal.Show(progress.Steps, console => console.WriteLine(
                $"Carried over {progress.Steps.Count(s => s.Entries > 0)} topics and tables. Start the gateways; the read store fills from the new log."));
            return ExitCode.Ok;
        });
        return command;
    }

    private static IEnumerable<EngineSpec> Targets => Catalogue.Engines.Log.Where(e => e.IsShared);

    private static void Check(WorkspaceModel workspace, string engine, string dataFolder)
    {
        if (workspace.LogEngine != engine)
        {
            var options = string.Concat(Targets.Single(e => e.Name == engine).Options.Where(o => o.Required).Select(o => $", {o.Name}: {o.Example}"));
            throw new RefusedException(
                CliErrors.BadOption, $"passerelle.yaml still names the log engine '{workspace.LogEngine}'.", $"Write `log: {{ engine: {engine}{options} }}` there first.", ExitCode.Usage);
        }

        // Looking must not make a folder.
        if (!File.Exists(Path.Combine(dataFolder, "log.db"))) throw CliErrors.NothingRan(dataFolder);
    }

    private sealed class Progress(Terminal terminal) : IProgress<MigrationStep>
    {
        public List<MigrationStep> Steps { get; } = [];

        public void Report(MigrationStep value)
        {
            Steps.Add(value);
            if (value.Entries > 0) terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{value.Entries,12:N0}  {value.What}"));
        }
    }
}
