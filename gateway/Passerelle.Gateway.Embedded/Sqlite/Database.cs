using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Embedded.Errors;
using SQLitePCL;

namespace Passerelle.Gateway.Embedded.Sqlite;

/// <summary>One connection. The hot paths speak to SQLite's own statements, because ADO parameters box every value.</summary>
internal sealed class Database : IDisposable
{
    private const int BusyMilliseconds = 5000;
    private readonly List<Statement> statements = [];

    private Database(string path, SqliteConnection connection)
    {
        Path = path;
        Connection = connection;
    }

    public string Path { get; }

    public SqliteConnection Connection { get; }

    public sqlite3 Handle => Connection.Handle!;

    /// <summary>The only connection that writes to the file; makes the file when it is missing.</summary>
    public static Database OpenWriter(string path, string synchronous, int cacheKibibytes, int checkpointPages)
    {
        var database = Open(path, SqliteOpenMode.ReadWriteCreate);
        // The page size takes effect on an empty file only, and must precede the switch to WAL.
        database.Execute(
            $"""
            PRAGMA page_size = 8192;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {synchronous};
            PRAGMA cache_size = -{cacheKibibytes};
            PRAGMA wal_autocheckpoint = {checkpointPages};
            PRAGMA journal_size_limit = 134217728;
            """);
        return database;
    }

    public static Database OpenReader(string path, int cacheKibibytes)
    {
        var database = Open(path, SqliteOpenMode.ReadOnly);
        database.Execute($"PRAGMA cache_size = -{cacheKibibytes}; PRAGMA query_only = 1;");
        return database;
    }

    /// <summary>Compiles a statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var statement = PrepareOnce(sql);
        statements.Add(statement);
        return statement;
    }

    /// <summary>Compiles a statement that the caller disposes.</summary>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var statement));
        return new Statement(this, statement);
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    public void Check(int resultCode)
    {
        if (resultCode != raw.SQLITE_OK) throw Error(resultCode);
    }

    public Exception Error(int resultCode)
    {
        var extended = raw.sqlite3_extended_errcode(Handle);
        var detail = raw.sqlite3_errmsg(Handle).utf8_to_string();
        return Fail.Sqlite((extended & 0xFF) == (resultCode & 0xFF) ? extended : resultCode, detail, Path);
    }

    public void Dispose()
    {
        foreach (var statement in statements) statement.Dispose();
        Connection.Dispose();
    }

    private static Database Open(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            var database = new Database(path, connection);
            database.Execute($"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;");
            return database;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Fail.Sqlite(e.SqliteErrorCode, e.Message, path, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
