using System.Text;
using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>A value of a query in the form in which its column holds it.</summary>
internal static class Operand
{
    public static NpgsqlParameter Parse(string field, StoreType type, string text) => type switch
    {
        StoreType.Text => Text(IndexedValue.Text(Encoding.UTF8.GetBytes(text))),
        StoreType.Number => new() { Value = Number(field, text), NpgsqlDbType = NpgsqlDbType.Bytea },
        StoreType.Boolean => new() { Value = Boolean(field, text), NpgsqlDbType = NpgsqlDbType.Boolean },
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static NpgsqlParameter Text(string encoded) => new() { Value = encoded, NpgsqlDbType = NpgsqlDbType.Text };

    private static bool Boolean(string field, string text) =>
        text is "true" or "false" ? text == "true" : throw Fail.BadFilterValue(field, "true or false", text);

    private static byte[] Number(string field, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var target = new byte[SortableNumber.MaxBytes(utf8.Length)];
        return SortableNumber.TryWrite(utf8, target, out var written)
            ? IndexedValue.Number(target.AsSpan(0, written))
            : throw Fail.BadFilterValue(field, "a number such as 12.5", text);
    }
}
