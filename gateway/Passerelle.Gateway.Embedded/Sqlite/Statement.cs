using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Passerelle.Gateway.Embedded.Sqlite;

/// <summary>A compiled statement. Parameters count from 1, columns from 0, as in SQLite. Not thread-safe, like its connection.</summary>
internal sealed class Statement(Database database, sqlite3_stmt statement) : IDisposable
{
    public Statement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> blob)
    {
        database.Check(raw.sqlite3_bind_blob(statement, index, blob));
        return this;
    }

    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        database.Check(raw.sqlite3_bind_text(statement, index, utf8));
        return this;
    }

    public Statement BindText(int index, string text)
    {
        var room = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (room <= 1024)
        {
            Span<byte> small = stackalloc byte[room];
            return BindText(index, small[..Encoding.UTF8.GetBytes(text, small)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            return BindText(index, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public Statement BindNull(int index)
    {
        database.Check(raw.sqlite3_bind_null(statement, index));
        return this;
    }

    /// <summary>True when there is a row.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;

        var error = database.Error(result);
        Reset();
        throw error;
    }

    /// <summary>Runs a statement without rows and makes it ready for the next run.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>The result code of a failed step is repeated by reset; it was reported already.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(statement, column);

    public byte[] Bytes(int column) => Span(column).ToArray();

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>The highest number of a parameter.</summary>
    public int ParameterCount => raw.sqlite3_bind_parameter_count(statement);

    public void Dispose() => statement.Dispose();
}
