using System.Net.Sockets;
using Npgsql;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Postgres.Errors;

/// <summary>What went wrong in the driver or the server, as one of our codes: what waits is told from what does not.</summary>
internal static class DatabaseFailure
{
    public static bool IsFromDatabase(Exception e) => e is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <param name="where">Host and database, never credentials.</param>
    public static PasserelleException Word(Exception e, string where) => e switch
    {
        PostgresException refused => Word(refused, where),
        TimeoutException or { InnerException: TimeoutException } => new(
            PostgresCodes.TooSlow, $"{where} did not answer in time: {e.Message}.", Waits("Look for long transactions and load on the server"), e),
        NpgsqlException { InnerException: System.Security.Authentication.AuthenticationException } => new(
            PostgresCodes.AccessRefused, $"{where} and this gateway do not agree on encryption: {e.InnerException!.Message}",
            Waits("Check `SSL Mode` and `Root Certificate` in the connection string"), e),
        _ => new(PostgresCodes.Unreachable, $"{where} cannot be reached: {e.Message}.", Waits("Check that the server runs and can be reached"), e),
    };

    private static PasserelleException Word(PostgresException e, string where)
    {
        PasserelleException New(ErrorCode code, string what, string remedy) => new(code, $"{where} {what}: {e.SqlState} {e.MessageText}.", remedy, e);
        return e.SqlState switch
        {
            "25006" or "57P02" => New(PostgresCodes.NotWritable, "takes no writes", Waits("It may be a standby: name the primary, or list all hosts with `Target Session Attributes=primary`")),
            "53100" => New(PostgresCodes.OutOfRoom, "has no disk space", Waits("Free space on the server")),
            "57014" or "55P03" or "25P03" or "25P04" => New(PostgresCodes.TooSlow, "did not finish in time", Waits("Look for long transactions and locks on the server, or raise `statementTimeoutSeconds`")),
            "42501" => New(PostgresCodes.NoPrivilege, "refuses what the user may not do", "Grant it; the store's README lists what each role needs."),
            "3D000" => New(PostgresCodes.NoDatabase, "does not exist", "Create the database, or correct the connection string."),
            "3F000" or "42P01" or "42703" => New(PostgresCodes.ObjectMissing, "lacks a part of the store", "Run 'passerelle store apply'; restart instances that still run an older workspace."),
            "XX001" or "XX002" => New(PostgresCodes.Damaged, "is damaged", "Restore it, or make an empty one: the store is rebuilt from the log."),
            ['2', '8', ..] => New(PostgresCodes.AccessRefused, "refuses the user", Waits("Correct user and password, and pg_hba.conf")),
            // Connection exceptions, shutdown and start, too many connections, out of memory, input and output errors.
            ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or ['5', '8', ..] => New(PostgresCodes.Unreachable, "cannot serve now", Waits("Check that the server runs")),
            // Deadlocks and serialization failures: the transaction is repeated.
            ['4', '0', ..] => New(PostgresCodes.TooSlow, "gave another transaction precedence", Waits("Nothing is to be done")),
            _ => New(PostgresCodes.Refused, "refused a statement", "Report this with the message."),
        };
    }

    private static string Waits(string what) => $"{what}; the gateway goes on by itself.";
}
