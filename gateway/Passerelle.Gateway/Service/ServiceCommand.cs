using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Running;

namespace Passerelle.Gateway.Service;

/// <summary>The gateway as a service: one workspace, from its start until a signal stops it.</summary>
internal static class ServiceCommand
{
    private const int Stopped = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const int NotDrained = 3;

    private const string Usage = """
        Usage: passerelle-gateway WORKSPACE [DATA-FOLDER]

        Runs the gateway of a workspace until it is told to stop. DATA-FOLDER is the one that passerelle.yaml names,
        or .data in the workspace, when it is not given.

        Signals
          SIGTERM, SIGINT  stop: requests end, stages drain; nothing is lost, also when the time for it is over
          SIGHUP           read the workspace and the certificate again; the log says what became of it

        Exit codes: 0 stopped as told, 1 it did not start or failed, 2 usage, 3 stopped before all stages had drained

        Environment
          Logging__LogLevel__Default       Trace, Debug, Information (the default), Warning, Error, Critical or None
          Logging__LogLevel__CATEGORY      the same for one part, as Logging__LogLevel__Passerelle.Reload=Debug
          Logging__Console__FormatterName  simple (the default), json, or systemd (the default under systemd)
          DOTNET_shutdownTimeoutSeconds    longest time that a stop takes, in seconds: 60

        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h"])
        {
            await Console.Out.WriteAsync(Usage);
            return Stopped;
        }

        if (arguments.Length is < 1 or > 2 || arguments.Any(a => a.StartsWith('-')))
        {
            await Console.Error.WriteAsync(Usage);
            return Misused;
        }

        try
        {
            return await RunAsync(Build(arguments[0], arguments.ElementAtOrDefault(1)));
        }
        catch (PasserelleException e)
        {
            // The settings of the log cannot be used, so that there is none to say it in.
            await Console.Error.WriteLineAsync($"{e.Code}: {e.Message} {e.Remedy}");
            return Misused;
        }
    }

    private static IHost Build(string folder, string? data)
    {
        var settings = ServiceSettings.Read();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "passerelle-gateway" });
        // In this order: what the settings say of the log's form comes after what systemd suggests.
        builder.Services.AddSystemd();
        builder.Logging.AddGatewayConsole(settings.Configuration);
        builder.Services
            .AddSingleton(provider => ServiceWorkspace.Load(folder, data, provider.GetRequiredService<ILoggerFactory>()))
            .AddGateway()
            .AddPart<ReloadSignal>()
            .AddPart<ServiceStatus>()
            .Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true)
            .Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainTime);
        return builder.Build();
    }

    private static async Task<int> RunAsync(IHost host)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Passerelle.Start");
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.StartOrStopAsync(CancellationToken.None);
            await host.WaitForShutdownAsync(CancellationToken.None);
            return host.Services.GetRequiredService<LiveStages>().Drained ? Stopped : NotDrained;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it waited for an engine.
            return Stopped;
        }
        catch (PasserelleException e)
        {
            ServiceLog.Refused(logger, e.Code.Id, e.Message, e.Remedy);
            return Failed;
        }
        catch (Exception e)
        {
            ServiceLog.Failed(logger, e);
            return Failed;
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}

internal static partial class ServiceLog
{
    [LoggerMessage(1303, LogLevel.Critical, "{Code}: {Message} {Remedy}")]
    public static partial void Refused(ILogger logger, string code, string message, string remedy);

    [LoggerMessage(1304, LogLevel.Critical, "The gateway failed")]
    public static partial void Failed(ILogger logger, Exception exception);
}
