using System.CommandLine;
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
        var listen = new Option<Uri?>("--listen") { Description = "Address instead of the workspace's, as http://127.0.0.1:8080." };
        var command = new Command("run", "Run the gateway of a workspace until it is interrupted.") { listen };
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var data = LoadedWorkspace.DataFolder(workspace, result.GetValue(Shared.Data));
            using var loggers = Loggers();
            await using var host = await GatewayHost.StartAsync(workspace, data, result.GetValue(listen), loggers, TimeProvider.System, cancellationToken);
            terminal.Show(new { address = host.Address, data }, console => console.WriteLine($"Listening on {host.Address} (data in {data}). Ctrl+C stops it."));
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Logs go to standard error, so that standard output stays for answers.</summary>
    internal static ILoggerFactory Loggers(LogLevel level = LogLevel.Information) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(level)
        .AddSimpleConsole(o => o.SingleLine = true)
        .AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace));
}
