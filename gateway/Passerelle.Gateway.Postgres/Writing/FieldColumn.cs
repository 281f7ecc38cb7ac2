using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Writing;

/// <summary>One field's values of a batch, as the array that becomes a parameter.</summary>
internal abstract class FieldColumn
{
    /// <summary>The type of the column in the table.</summary>
    public static string SqlType(StoreType type) => type switch
    {
        StoreType.Text => "text",
        StoreType.Number => "bytea",
        StoreType.Boolean => "boolean",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static FieldColumn Of(StoreType type, int rows) => type switch
    {
        StoreType.Text => new Texts(rows),
        StoreType.Number => new Numbers(rows),
        StoreType.Boolean => new Booleans(rows),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public abstract void Set(int row, FieldRow fields, in FieldValue value);

    public abstract NpgsqlParameter ToParameter();

    private sealed class Texts(int rows) : FieldColumn
    {
        private readonly string?[] values = new string?[rows];

        public override void Set(int row, FieldRow fields, in FieldValue value)
        {
            if (value.Kind == FieldKind.Text) values[row] = IndexedValue.Text(fields.Bytes(value));
        }

        public override NpgsqlParameter ToParameter() => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }

    private sealed class Numbers(int rows) : FieldColumn
    {
        private readonly byte[]?[] values = new byte[]?[rows];

        public override void Set(int row, FieldRow fields, in FieldValue value)
        {
            if (value.Kind == FieldKind.Number) values[row] = IndexedValue.Number(fields.Bytes(value));
        }

        public override NpgsqlParameter ToParameter() => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    }

    private sealed class Booleans(int rows) : FieldColumn
    {
        private readonly bool?[] values = new bool?[rows];

        public override void Set(int row, FieldRow fields, in FieldValue value)
        {
            if (value.Kind is FieldKind.True or FieldKind.False) values[row] = value.Kind == FieldKind.True;
        }

        public override NpgsqlParameter ToParameter() => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean };
    }
}
