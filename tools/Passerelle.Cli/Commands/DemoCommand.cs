using System.CommandLine;
using Microsoft.Extensions.Logging;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Hosting;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port of the REST side on 127.0.0.1.", DefaultValueFactory = _ => 8080 };
        var command = new Command("demo", "Serve the sample workspace: real SIRENE and URSSAF rows as REST contracts, with one broken row to mend.") { port }
            .With("demo", "demo --port 9090 --data ./demo");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var data = Path.GetFullPath(result.GetValue(Shared.Data) ?? Directory.CreateTempSubdirectory("passerelle-demo-").FullName);
            var folder = Path.Combine(data, "workspace");
            var listen = new Uri($"http://127.0.0.1:{result.GetValue(port)}");
            using var loggers = RunCommand.Loggers(LogLevel.Warning);
            await using var host = await terminal.WhileAsync($"Reading the sample workspace in {folder}", async say =>
            {
                if (!Directory.Exists(folder)) CopyFolder(Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises"), folder);
                var workspace = LoadedWorkspace.Require(folder);
                say("Starting the gateway");
                return await GatewayHost.StartAsync(workspace, LoadedWorkspace.DataFolder(workspace, null), listen, loggers, TimeProvider.System, cancellationToken);
            });
            terminal.Show(new { address = host.Address, workspace = folder }, console => Welcome(console, host.Address, folder));
            await RunCommand.UntilStoppedAsync(host, watch: true, cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Welcome(IAnsiConsole console, Uri address, string folder)
    {
        var root = address.ToString().TrimEnd('/');
        console.MarkupLine("[bold green]The demo is running.[/] Ctrl+C stops it.");
        var table = Terminal.Table("Open", "What it is");
        Terminal.Row(table, $"{root}/docs", "the contracts, interactive");
        Terminal.Row(table, $"{root}/v1/companies", "companies from the SIRENE sample");
        Terminal.Row(table, $"{root}/v1/companies/138426539", "one company, with an ETag");
        Terminal.Row(table, $"{root}/v1/tax-accounts/7600000051", "a mainframe extract: lines and payments nested");
        Terminal.Row(table, $"{root}/health/ready", "how the gateway is");
        console.Write(table);
        console.WriteLine("One row is broken. In another terminal ('passerelle' stands for 'dotnet run --no-build --project tools/Passerelle.Cli --'):");
        console.WriteLine($"  passerelle failures show --reveal -w {folder}");
        console.WriteLine("  # Mend the mapping: 'onError: null' at createdOn. The gateway takes it as soon as the file is saved.");
        console.WriteLine($"  sed -i '/createdOn:/s/ }}$/, onError: null }}/' {Path.Combine(folder, "flows", "companies.yaml")}");
        console.WriteLine($"  passerelle failures replay --all -w {folder}");
        console.WriteLine($"  curl {root}/v1/companies/789211558");
        console.WriteLine($"  passerelle explain companies 789211558 --reveal -w {folder}");
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
