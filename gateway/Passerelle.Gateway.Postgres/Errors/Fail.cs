using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Postgres.Errors;

/// <summary>Words what the store itself refuses; <see cref="DatabaseFailure"/> words what the database says.</summary>
internal static class Fail
{
    public static PasserelleException BadConnection(string what) => new(
        PostgresCodes.BadConnection,
        $"The connection string of the store cannot be used: {what}.",
        "Write one as Npgsql reads it, such as `Host=db.example;Database=passerelle;Username=passerelle;Password=…;SSL Mode=VerifyFull`.");

    public static PasserelleException BadSchemaName(string schema) => new(
        PostgresCodes.BadSchemaName,
        $"`{schema}` cannot be the store's schema.",
        "Use lower-case letters, digits and underscores, begin with a letter, at most 63 characters, and not `pg_`.");

    public static PasserelleException ServerTooOld(string found) => new(
        PostgresCodes.ServerTooOld, $"The server {found}.", "Use PostgreSQL 13 or newer with a database in UTF8.");

    public static PasserelleException FormatTooNew(string table, long found, long known) => new(
        PostgresCodes.FormatTooNew,
        $"{table} says format {found}, this version knows formats up to {known}.",
        "Run the version that made the tables, or a newer one.");

    public static PasserelleException MigrationPending(int steps, string first) => new(
        PostgresCodes.MigrationPending,
        $"The tables of the store lack {steps} step(s) to the workspace's contracts, the first: {first}.",
        "See them with 'passerelle store plan' and run them with 'passerelle store apply', or let a start do it: `migrate: auto`.");

    public static PasserelleException NotPrepared(string contract, int major) => new(
        PostgresCodes.NotPrepared,
        $"The read store has no table for contract '{contract}', major version {major}.",
        "Wait until the gateway has started; readiness says what it waits for.");

    public static PasserelleException BadName(string prefix, string contract, int major) => new(
        PostgresCodes.BadName,
        $"The contract '{contract}' with major version {major} and the prefix '{prefix}' cannot name a table.",
        "Use names of 1 to 100 characters of a-z, 0-9 and '-', and a major version from 0 to 9999.");

    public static PasserelleException FieldNotIndexed(string contract, int major, string field, IEnumerable<string> known) => new(
        PostgresCodes.FieldNotIndexed,
        $"Field '{field}' of contract '{contract}' v{major} is neither filterable nor sortable.",
        $"Use one of: {string.Join(", ", known)}.");

    public static PasserelleException BadFilterValue(string field, string expected, string found) => new(
        PostgresCodes.BadFilterValue,
        $"Field '{field}' is compared with {expected}, found '{(found.Length > 200 ? found[..200] : found)}'.",
        $"Give {expected}.");

    public static PasserelleException BadCursor(int expected, int found) => new(
        PostgresCodes.BadCursor,
        $"The cursor holds {found} sort values, the query sorts by {expected} fields.",
        "Send the cursor with the same sort that made it.");

    public static PasserelleException KeyTooLong(string table, int bytes, int limit) => new(
        PostgresCodes.KeyTooLong,
        $"A key for {table} has {bytes} bytes, an index takes {limit}.",
        "Choose a shorter key in the contract.");
}
