using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Passerelle.Gateway.Tests.Support;
using Passerelle.Testing.Network;

namespace Passerelle.Gateway.Tests.Service;

/// <summary>The service as an operator starts, asks and stops it.</summary>
internal sealed partial class ServiceTests
{
    private const string Json = "json";

    [Test]
    public async Task The_usage_names_signals_exit_codes_and_settings()
    {
        await using var asked = ServiceProcess.Start(["--help"]);
        await using var misused = ServiceProcess.Start([]);
        var help = await asked.EndAsync();
        var usage = await misused.EndAsync();

        Assert.That((help.ExitCode, usage.ExitCode, usage.Output), Is.EqualTo((0, 2, "")));
        Assert.That(usage.Error.TrimEnd(), Is.EqualTo(help.Output.TrimEnd()));
        Assert.That(help.Output, Does.StartWith("Usage: passerelle-gateway WORKSPACE [DATA-FOLDER]\n")
            .And.Contain("SIGHUP")
            .And.Contain("Logging__LogLevel__Default")
            .And.Contain("Logging__Console__FormatterName")
            .And.Contain("DOTNET_shutdownTimeoutSeconds"));
    }

    [TestCase("Logging__Console__FormatterName", "yaml",
        "Logging__Console__FormatterName is 'yaml', which does not exist. Write one of simple, json, systemd, or unset it.")]
    [TestCase("Logging__LogLevel__Default", "Loud", "Logging__LogLevel__Default is 'Loud', which does not exist. "
        + "Write one of Trace, Debug, Information, Warning, Error, Critical, None, or unset it.")]
    [TestCase("DOTNET_shutdownTimeoutSeconds", "soon",
        "DOTNET_shutdownTimeoutSeconds is 'soon'; expected a number of seconds from 1 to 86400. Write one, or unset it.")]
    public async Task A_setting_that_does_not_exist_is_usage(string name, string value, string expected)
    {
        await using var service = ServiceProcess.Start(["."], (name, value));

        Assert.That(await service.EndAsync(), Is.EqualTo((2, "", $"PSR-4722: {expected}\n")));
    }

    [Test]
    public async Task A_workspace_with_errors_does_not_start_and_its_log_is_JSON_to_the_last_line()
    {
        using var workspace = new SmallWorkspace("listen: http://127.0.0.1:0\nlisstens: 1");
        await using var service = ServiceProcess.Start([workspace.Path], Form(Json));
        var (exitCode, output, error) = await service.EndAsync();
        var entries = output.Split('\n').Select(l => JsonNode.Parse(l)!).ToList();

        Assert.That((exitCode, error), Is.EqualTo((1, "")));
        Assert.That(entries.Select(e => $"{e["LogLevel"]} {e["Category"]}: {e["Message"]}"), Is.EqualTo(new[]
        {
            "Error Passerelle.Workspace: passerelle.yaml:4:1: PSR-1020 lisstens: `lisstens` is not known here — remove it; "
                + "known are `connections`, `data`, `log`, `store`, `tls`",
            $"Critical Passerelle.Start: PSR-4723: The workspace '{workspace.Path}' does not start: it has 1 error(s). "
                + "Fix them; 'passerelle lint' checks again.",
        }));
        Assert.That(entries.Select(e => e["Timestamp"]!.ToString()), Has.All.Matches<string?>(t => Time().IsMatch(t + " ")));
    }

    [Test]
    public async Task It_runs_is_reloaded_and_stopped_by_signals()
    {
        using var workspace = new SmallWorkspace();
        await using var service = ServiceProcess.Start([workspace.Path], ("Logging__LogLevel__Passerelle.Start", "Information"));
        await service.WritesAsync("The gateway runs 1 flow(s) on http://127.0.0.1:");
        await service.SignalAsync("HUP");
        await service.WritesAsync("The workspace was read again and is in force; changed: ");
        await service.SignalAsync("TERM");
        var (exitCode, output, error) = await service.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output.Split('\n').Select(l => Port().Replace(Time().Replace(l, ""), ":PORT/")), Is.EqualTo(new[]
        {
            "info: Passerelle.Start[1302] REST listens on http://127.0.0.1:PORT/",
            $"info: Passerelle.Start[1307] The gateway runs 1 flow(s) on http://127.0.0.1:PORT/, data in {workspace.Data}",
            "info: Passerelle.Reload[1201] The workspace was read again and is in force; changed: ",
            "info: Passerelle.Start[1308] The gateway stops: requests end, stages drain",
        }));
    }

    [Test]
    public async Task While_it_waits_for_a_store_it_is_not_ready_and_a_signal_ends_it_well()
    {
        var port = FreePort.Take();
        using var workspace = new SmallWorkspace(
            $"listen: http://127.0.0.1:{port}\nstore: {{ engine: postgres, connectionString: \"${{env:DATABASE}}\" }}");
        await using var service = ServiceProcess.Start(
            [workspace.Path], ("DATABASE", $"Host=127.0.0.1;Port={FreePort.Take()};Username=nobody;Password=none"), Form(Json));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Readiness.SaysAsync(http, "store", "postgres", ["PSR-4201", "PSR-4202"]);
        await service.SignalAsync("HUP");
        await service.WritesAsync("The gateway still starts.");
        await service.SignalAsync("INT");
        var (exitCode, output, error) = await service.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.Contain("The start waits for postgres (PSR-420").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task A_data_folder_in_use_is_told_without_a_stack()
    {
        using var workspace = new SmallWorkspace();
        await using var first = ServiceProcess.Start([workspace.Path]);
        await first.WritesAsync("The gateway runs ");
        await using var second = ServiceProcess.Start([workspace.Path]);
        var (exitCode, output, error) = await second.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((1, "")));
        Assert.That(output, Does.Contain("crit: Passerelle.Start[1303] PSR-4001: ").And.Not.Contain("   at "));
    }

    [Test]
    public async Task The_level_of_the_log_is_a_setting()
    {
        using var workspace = new SmallWorkspace();
        await using var service = ServiceProcess.Start(
            [workspace.Path], ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Passerelle.Reload", "Information"));
        await Eventually.HoldsAsync(() => File.Exists(workspace.At(".data/control.sock")), "it serves operators");
        await Eventually.HoldsAsync(
            async () =>
            {
                await service.SignalAsync("HUP");
                return service.Output.Count > 0;
            },
            "it reloads");
        await service.SignalAsync("TERM");

        Assert.That((await service.EndAsync()).Output.Split('\n'), Has.All.Contains("Passerelle.Reload[1201]"));
    }

    private static (string Name, string Value) Form(string formatter) => ("Logging__Console__FormatterName", formatter);

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ")]
    private static partial Regex Time();

    [GeneratedRegex(@":\d+/")]
    private static partial Regex Port();
}
