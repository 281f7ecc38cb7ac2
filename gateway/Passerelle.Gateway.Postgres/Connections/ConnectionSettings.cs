using System.Data.Common;
using System.Globalization;
using Npgsql;
using Passerelle.Gateway.Postgres.Errors;

namespace Passerelle.Gateway.Postgres.Connections;

/// <summary>The connection string with what the store needs and the user did not say.</summary>
internal static class ConnectionSettings
{
    // A frozen owner must not hold its position's row: the successor would wait for a process that may never wake.
    private const int IdleInTransactionMilliseconds = 10_000;

    public static NpgsqlConnectionStringBuilder Build(PostgresOptions options)
    {
        var (settings, said) = Read(options.ConnectionString);
        var timeout = (long)options.StatementTimeout.TotalMilliseconds;
        settings.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"-c statement_timeout={timeout} -c idle_in_transaction_session_timeout={IdleInTransactionMilliseconds} {settings.Options}").TrimEnd();
        // The server ends a statement that takes too long; the client's own clock is for a server that answers nothing any more.
        if (!said("commandtimeout")) settings.CommandTimeout = (int)options.StatementTimeout.TotalSeconds + 5;
        if (!said("maximumpoolsize") && !said("maxpoolsize")) settings.MaxPoolSize = options.MaxConnections;
        if (!said("maxautoprepare")) settings.MaxAutoPrepare = 200;
        if (!said("applicationname")) settings.ApplicationName = $"passerelle {options.Prefix}";
        // Details quote values of rows, which may be personal.
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        return settings;
    }

    private static (NpgsqlConnectionStringBuilder Settings, Func<string, bool> Said) Read(string text)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = text };
            var names = given.Keys.Cast<string>().Select(k => k.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
            var settings = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(settings.Host)) throw Fail.BadConnection("it names no `Host`");
            return (settings, names.Contains);
        }
        catch (ArgumentException)
        {
            // The driver's message may quote a part of the string, and so the password.
            throw Fail.BadConnection("a part of it is no `name=value`, or a name or value is unknown to the driver");
        }
    }
}
