using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Hosting;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        var listen = new Option<Uri?>("--listen")
        {
            Description = "Address instead of the workspace's, as http://127.0.0.1:8080; https takes the workspace's certificate.",
            HelpName = "ADDRESS",
            CustomParser = Address,
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Take valid changes of mappings, look-ups and flows into force as they are saved.",
        };
        var command = new Command("run", "Run the gateway of a workspace until it is interrupted.") { listen, watch }
            .With("run -w aides-entreprises", "run --watch --listen http://127.0.0.1:9090");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var data = LoadedWorkspace.DataFolder(workspace, result.GetValue(Shared.Data));
            using var loggers = Loggers();
            await using var host = await GatewayHost.StartAsync(
                workspace, data, result.GetValue(listen), loggers, TimeProvider.System, cancellationToken);
            terminal.Show(
                new { address = host.Address, data },
                console => console.WriteLine($"Listening on {host.Address} (data in {data}). Ctrl+C stops it."));
            await UntilStoppedAsync(host, result.GetValue(watch), cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    internal static async Task UntilStoppedAsync(GatewayHost host, bool watch, CancellationToken cancellationToken)
    {
        try
        {
            if (watch) await host.WatchAsync(outcome => ReloadCommand.Show(Terminal.Error, outcome), cancellationToken);
            else await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Being stopped is how a gateway ends.
        }
    }

    private static Uri? Address(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", PathAndQuery: "/" })
        {
            return address;
        }

        result.AddError("--listen takes an address as http://127.0.0.1:8080.");
        return null;
    }

    /// <summary>Logs go to standard error, so that standard output stays for answers;
    /// their level and form follow the environment, as the service's do.</summary>
    internal static ILoggerFactory Loggers(LogLevel level = LogLevel.Information) =>
        LoggerFactory.Create(logging => logging.AddGatewayConsole(GatewayLogging.Environment(), level, toStandardError: true));
}
