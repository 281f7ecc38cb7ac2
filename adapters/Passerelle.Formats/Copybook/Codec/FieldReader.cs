using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Reads one leaf at a fixed place of a record, without decoding the rest:
/// segment ids, counts, control totals. Shared freely.</summary>
public sealed class FieldReader
{
    private readonly LeafCodec _codec;

    private FieldReader(LeafCodec codec) => _codec = codec;

    public CopybookField Field => _codec.Field;

    /// <summary>Digits after the point.</summary>
    public int Scale => (_codec as NumberCodec)?.Scale ?? 0;

    internal static FieldReader? Create(RecordCodec codec, string item) =>
        codec.Layout.Find(item) is { IsGroup: false } field && IsFixed(field) ? new FieldReader(codec.Leaf(field)) : null;

    /// <summary>The number without its point: 12.50 of scale 2 is 1250. False when the record is too short,
    /// malformed or the field no number.</summary>
    public bool TryReadUnscaled(ReadOnlySpan<byte> record, out Int128 value)
    {
        value = 0;
        if (_codec is not NumberCodec number
            || !IsIn(record) || !number.Read(Bytes(record), out var negative, out var magnitude) || magnitude > (UInt128)Int128.MaxValue)
        {
            return false;
        }

        value = negative ? -(Int128)magnitude : (Int128)magnitude;
        return true;
    }

    /// <summary>The number; false also when a decimal cannot hold it.</summary>
    public bool TryReadDecimal(ReadOnlySpan<byte> record, out decimal value)
    {
        value = 0;
        if (!TryReadUnscaled(record, out var unscaled)
            || unscaled > (Int128)decimal.MaxValue || unscaled < (Int128)decimal.MinValue || Scale is > 28 or < 0)
        {
            return false;
        }

        value = Unscaled.ToDecimal(unscaled, Scale);
        return true;
    }

    /// <summary>The text, trimmed as the codec's options say; null when the record is too short or the field no text.</summary>
    public string? ReadText(ReadOnlySpan<byte> record) => IsIn(record) ? _codec.ReadText(Bytes(record)) : null;

    /// <summary>Whether the record reaches to the end of the field.</summary>
    public bool IsIn(ReadOnlySpan<byte> record) => Field.Offset + Field.Length <= record.Length;

    /// <summary>The field's bytes in a record that it is in.</summary>
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> record) => record.Slice(Field.Offset, Field.Length);

    /// <summary>Whether an item stands at the same place in every record: in no table, and behind none with DEPENDING ON.</summary>
    internal static bool IsFixed(CopybookField field)
    {
        for (var at = field; at is not null; at = at.Parent)
        {
            if (at.IsTable) return false;
            foreach (var sibling in at.Parent?.Children ?? [])
            {
                if (sibling == at) break;
                if (sibling.IsVariable && (sibling.Redefines ?? sibling) != (at.Redefines ?? at)) return false;
            }
        }

        return true;
    }
}
