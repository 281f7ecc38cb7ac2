using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;

namespace Passerelle.Gateway.Postgres.Tables;

/// <summary>The names of the store's tables, columns and indexes: of allow-listed characters, quoted, at most 63 bytes.</summary>
/// <remarks>Hyphens become underscores so that people can type the names. Where two names could meet on one (<c>a--b</c>), or the name
/// is too long, it ends in a hash.</remarks>
internal sealed partial class StoreNames
{
    // Leaves room for the column's name in the names of indexes.
    private const int Longest = 44;
    private readonly string prefix;

    public StoreNames(string schema, string prefix)
    {
        if (!SchemaName().IsMatch(schema)) throw Fail.BadSchemaName(schema);
        if (!IsName(prefix)) throw Fail.BadName(prefix, "", 0);
        (Schema, this.prefix) = (schema, prefix);
    }

    /// <summary>Not quoted, as are all names but those of <see cref="Quote"/>.</summary>
    public string Schema { get; }

    public string Positions => Readable(prefix, "positions");

    public string Views => Readable(prefix, "views");

    /// <summary>What is larger than the log takes.</summary>
    public string Claims => Readable(prefix, "claims");

    /// <summary>The table that knows the fields of the others.</summary>
    public string Tables => Readable(prefix, "tables");

    /// <summary>Two environments in one database do not wait for each other.</summary>
    public long LockKey => (long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"passerelle\0{Schema}\0{prefix}"));

    public string Table(string contract, int major)
    {
        if (!IsName(contract) || major is < 0 or > 9999) throw Fail.BadName(prefix, contract, major);
        return Readable(prefix, string.Create(CultureInfo.InvariantCulture, $"{contract}-v{major}"));
    }

    /// <summary>Made of a hash, so that no name from a contract reaches SQL, and a changed type is another column.</summary>
    public static string Column(StoreField field)
    {
        // The parts are separated by NUL: a member name that holds a point is not two members.
        var identity = $"{string.Join('\0', field.Path)}\0\0{field.Type}";
        return $"f_{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(identity)):x16}";
    }

    public static string Index(string table, string column) => $"{table}_{column}";

    /// <summary>With the schema, ready for SQL.</summary>
    public string Quote(string name) => $"\"{Schema}\".\"{name}\"";

    private static string Readable(string prefix, string name)
    {
        var readable = $"{prefix.Replace('-', '_')}__{name.Replace('-', '_')}";
        var unique = readable.Length <= Longest && !IsAmbiguous(prefix) && !IsAmbiguous(name);
        if (unique) return readable;
        var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{prefix}\0{name}"));
        return $"{readable[..Math.Min(readable.Length, Longest - 17)]}_{hash:x16}";
    }

    private static bool IsAmbiguous(string name) => name.Contains("--", StringComparison.Ordinal) || name[0] == '-' || name[^1] == '-';

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    [GeneratedRegex(@"\A(?!pg_)[a-z_][a-z0-9_]{0,62}\z")]
    private static partial Regex SchemaName();
}
