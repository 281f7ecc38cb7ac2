using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Reloading;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class ReloadCommand
{
    public static Command Create()
    {
        var command = new Command("reload", """
            Make the running gateway read its workspace again: mappings, look-ups and flow options take effect, REST goes on answering.
            A workspace with problems changes nothing. Contracts, engines and addresses change with a restart only.
            """).With("reload -w aides-entreprises");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var folder = result.GetValue(Shared.Workspace)!;
            // The workspace may be broken, which is for the gateway to say; the data folder must be found all the same.
            var data = result.GetValue(Shared.Data) ?? Gateway.Composition.Workspaces.Load(folder).Workspace?.DataFolder ?? Path.Combine(folder, ".data");
            using var client = await ControlClient.TryConnectAsync(Path.GetFullPath(data), cancellationToken)
                ?? throw new PasserelleException(CliErrors.NotRunning, $"No gateway runs on '{Path.GetFullPath(data)}'.", "Start it with 'passerelle run', or name its data folder with --data.");
            return Show(terminal, await client.ReloadAsync(cancellationToken));
        });
        return command;
    }

    public static int Show(Terminal terminal, ReloadOutcome outcome)
    {
        terminal.Show(outcome, console => Show(console, outcome));
        return outcome.Applied ? ExitCode.Ok : ExitCode.Error;
    }

    /// <summary>What a watching process says of each reload.</summary>
    public static void Show(IAnsiConsole console, ReloadOutcome outcome)
    {
        if (outcome.Applied)
        {
            console.MarkupLineInterpolated($"[green]Reloaded.[/] {(outcome.Changes.Count == 0 ? "No file had changed." : "Changed: " + string.Join(", ", outcome.Changes))}");
            return;
        }

        console.MarkupLineInterpolated($"[red]{CliErrors.NotReloaded}[/]: not reloaded; the last good configuration stays in force.");
        foreach (var reason in outcome.Reasons) console.MarkupLineInterpolated($"  {reason}");
    }
}
