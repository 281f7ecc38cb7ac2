using System.Globalization;

namespace Passerelle.Formats.Framing;

/// <summary>How a record tells its own length.</summary>
public abstract record LengthRule
{
    /// <summary>Bytes at the start of a record that must be known.</summary>
    public abstract int HeadBytes { get; }

    /// <summary>What well-formed bytes are, for messages.</summary>
    internal abstract string Expected { get; }

    /// <summary>Bytes of the whole record; null when they cannot be told.</summary>
    public abstract long? Length(ReadOnlySpan<byte> head, out string found);
}

/// <summary>A number in the record is its length.</summary>
/// <param name="Field">Where it stands.</param>
public sealed record LengthByField(HeadNumber Field) : LengthRule
{
    /// <summary>Added to the number.</summary>
    public long Adjustment { get; init; }

    public override int HeadBytes => Field.Offset + Field.Length;

    internal override string Expected => $"{Field.Expected} with the record's length";

    public override long? Length(ReadOnlySpan<byte> head, out string found)
    {
        var value = Field.Read(head, out found);
        return value is null ? null : value + Adjustment;
    }
}

/// <summary>The length is calculated from numbers in the record.</summary>
/// <param name="Expression">Names of <paramref name="Fields"/>, whole numbers, + - * / and brackets.</param>
public sealed record LengthByExpression(LengthExpression Expression, IReadOnlyList<HeadNumber> Fields) : LengthRule
{
    public override int HeadBytes { get; } = Fields.Count == 0 ? 1 : Fields.Max(field => field.Offset + field.Length);

    internal override string Expected => $"numbers for '{Expression.Text}'";

    public override long? Length(ReadOnlySpan<byte> head, out string found)
    {
        Span<long> values = stackalloc long[Fields.Count];
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Read(head, out found) is not { } value) return null;
            values[i] = value;
        }

        var length = Expression.Evaluate(values);
        found = length is null ? "a result beyond all bounds" : length.Value.ToString(CultureInfo.InvariantCulture);
        return length;
    }
}

/// <summary>The record's type, as bytes at a place, tells its length.</summary>
public sealed record LengthByType(int Offset, IReadOnlyList<(byte[] Value, int Length)> Types) : LengthRule
{
    public override int HeadBytes { get; } = Offset + (Types.Count == 0 ? 1 : Types.Max(type => type.Value.Length));

    internal override string Expected => $"one of {string.Join(", ", Types.Select(type => Convert.ToHexString(type.Value)))}";

    public override long? Length(ReadOnlySpan<byte> head, out string found)
    {
        foreach (var (value, length) in Types)
        {
            if (!head[Offset..].StartsWith(value)) continue;
            found = Convert.ToHexString(value);
            return length;
        }

        found = Convert.ToHexString(head[Offset..]);
        return null;
    }
}
