using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Hosting;

/// <summary>Logs on the console, as .NET's own settings want them.</summary>
public static class GatewayLogging
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Formatter = "Logging:Console:FormatterName";

    internal static readonly ErrorCode BadSetting = new("PSR-4722", FailureKind.Configuration, "A setting of the service cannot be used.");
    private static readonly string[] Formatters = [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    /// <summary>The settings that the environment holds: <c>Logging__LogLevel__Default</c> and its like,
    /// and .NET's own behind <c>DOTNET_</c>.</summary>
    public static IConfigurationRoot Environment() =>
        new ConfigurationBuilder().AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables().Build();

    /// <summary>Adds the console: a line each, with its time in UTC, or as the settings say.</summary>
    /// <param name="level">The least level to log when the settings name none.</param>
    /// <exception cref="PasserelleException">PSR-4722: a level or a formatter does not exist, which would otherwise be
    /// passed over in silence.</exception>
    public static ILoggingBuilder AddGatewayConsole(
        this ILoggingBuilder logging, IConfiguration settings, LogLevel level = LogLevel.Information, bool toStandardError = false)
    {
        Check(settings);
        logging.SetMinimumLevel(level);
        // The web server and the host speak of requests and of themselves; what the gateway says of its parts is enough.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter(PartLoggers.HostCategory, LogLevel.Critical);
        logging.AddConfiguration(settings.GetSection("Logging"));
        logging.Services.Configure<SimpleConsoleFormatterOptions>(
            o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, Time + " "));
        logging.Services.Configure<JsonConsoleFormatterOptions>(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, Time));
        // Without a name, options of an older way stand before those of the formatter. What systemd suggests stays.
        logging.Services.Configure<ConsoleLoggerOptions>(o => o.FormatterName ??= ConsoleFormatterNames.Simple);
        logging.AddConsole();
        if (toStandardError) logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }

    private static void Check(IConfiguration settings)
    {
        if (settings[Formatter] is { } formatter && !Formatters.Contains(formatter, StringComparer.OrdinalIgnoreCase))
            throw Bad(Formatter, formatter, string.Join(", ", Formatters));
        var levels = settings.GetSection("Logging:LogLevel")
            .GetChildren()
            .Concat(settings.GetSection("Logging:Console:LogLevel").GetChildren());
        foreach (var level in levels.Where(
            l => !string.IsNullOrEmpty(l.Value) && !Enum.TryParse<LogLevel>(l.Value, ignoreCase: true, out _)))
        {
            throw Bad(level.Path, level.Value!, string.Join(", ", Enum.GetNames<LogLevel>()));
        }
    }

    private static PasserelleException Bad(string key, string value, string known)
    {
        var variable = key.Replace(":", "__", StringComparison.Ordinal);
        return new PasserelleException(
            BadSetting, $"{variable} is '{value}', which does not exist.", $"Write one of {known}, or unset it.");
    }
}
