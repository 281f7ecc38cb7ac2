using System.Runtime.CompilerServices;
using Passerelle.Formats.Copybook.Codec.Compiled;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Of what kind a column's values are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers that fit 64 bits, without their point: 12.50 of scale 2 is 1250.</summary>
    Integer,

    /// <summary>Longer numbers, without their point.</summary>
    Wide,
    Float,

    /// <summary>Texts as UTF-8.</summary>
    Text,
}

/// <summary>All values of one leaf, record after record; a table gives a record several.</summary>
public sealed partial class Column
{
    private readonly bool _varies;
    private readonly int _perRow;
    private long[] _integers = [];
    private Int128[] _wides = [];
    private double[] _floats = [];
    private byte[] _text = [];
    private int[] _textEnds = [];
    private bool[] _nulls = [];
    private int[] _rowEnds = [];

    internal Column(LeafNode leaf)
    {
        (Leaf, Field) = (leaf, leaf.Field);
        Kind = KindOf(leaf.Codec);
        Scale = (leaf.Codec as NumberCodec)?.Scale ?? 0;
        _perRow = 1;
        for (var at = Field; at is not null; at = at.Parent)
        {
            _perRow *= at.MaxOccurs;
            _varies |= at.DependingOn is not null
                || at.Redefines is not null || (at.Parent?.Children.Any(sibling => sibling.Redefines == at) ?? false);
        }
    }

    internal LeafNode Leaf { get; }

    public CopybookField Field { get; }
    public ColumnKind Kind { get; }

    /// <summary>Digits after the point of every number.</summary>
    public int Scale { get; }

    /// <summary>Values of all records.</summary>
    public int Count { get; private set; }

    /// <summary>Whether any value is null.</summary>
    public bool HasNulls { get; private set; }

    /// <summary>Unscaled values of a column of integers; 0 where null.</summary>
    public ReadOnlySpan<long> Integers => _integers.AsSpan(0, Kind == ColumnKind.Integer ? Count : 0);

    /// <summary>Unscaled values of a column of wide numbers; 0 where null.</summary>
    public ReadOnlySpan<Int128> Wides => _wides.AsSpan(0, Kind == ColumnKind.Wide ? Count : 0);

    /// <summary>Values of a column of floats; 0 where null.</summary>
    public ReadOnlySpan<double> Floats => _floats.AsSpan(0, Kind == ColumnKind.Float ? Count : 0);

    /// <summary>One text of a column of texts as UTF-8; empty where null.</summary>
    public ReadOnlySpan<byte> Text(int index) =>
        _text.AsSpan(index == 0 ? 0 : _textEnds[index - 1], _textEnds[index] - (index == 0 ? 0 : _textEnds[index - 1]));

    public bool IsNull(int index) => HasNulls && index < _nulls.Length && _nulls[index];

    /// <summary>The exact value of a number.</summary>
    /// <exception cref="OverflowException">It has more digits than a decimal holds.</exception>
    public decimal Decimal(int index) => Unscaled.ToDecimal(Kind == ColumnKind.Integer ? Integers[index] : Wides[index], Scale);

    /// <summary>Which values belong to a record: all occurrences of a table, none for a redefinition that was not chosen.</summary>
    public Range Values(int row) => StartOf(row)..EndOf(row);

    private int StartOf(int row) => row == 0 ? 0 : EndOf(row - 1);

    private int EndOf(int row) => _varies ? _rowEnds[row] : (row + 1) * _perRow;

    private static ColumnKind KindOf(LeafCodec codec) => codec switch
    {
        FloatCodec => ColumnKind.Float,
        PackedCodec => codec.Length <= 9 ? ColumnKind.Integer : ColumnKind.Wide,
        // The greatest unsigned numbers of 16 bytes fit no number type here.
        BinaryCodec { Length: 16, HasSign: false } => ColumnKind.Text,
        BinaryCodec binary => binary.Length < 8 || (binary.Length == 8 && binary.HasSign) ? ColumnKind.Integer : ColumnKind.Wide,
        ZonedCodec zoned => zoned.DigitCount <= 18 ? ColumnKind.Integer : ColumnKind.Wide,
        _ => ColumnKind.Text,
    };
}

/// <summary>What fills a column.</summary>
public sealed partial class Column
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(long value)
    {
        var (values, at) = (_integers, Count);
        if ((uint)at >= (uint)values.Length) values = Grow(ref _integers);
        values[at] = value;
        Count = at + 1;
    }

    internal void Add(Int128 value)
    {
        if (Kind == ColumnKind.Integer)
        {
            Add((long)value);
            return;
        }

        if (Count == _wides.Length) Grow(ref _wides);
        _wides[Count++] = value;
    }

    internal void Add(double value)
    {
        if (Count == _floats.Length) Grow(ref _floats);
        _floats[Count++] = value;
    }

    internal void Add(TextShape shape, ReadOnlySpan<byte> source)
    {
        var used = Count == 0 ? 0 : _textEnds[Count - 1];
        // Three bytes of UTF-8 at most for a character, and whole words are written.
        var needed = used + (3 * source.Length) + 8;
        if (needed > _text.Length) Array.Resize(ref _text, Math.Max(2 * _text.Length, needed));
        EndText(used + shape.WriteUtf8(source, ref _text[used]));
    }

    internal void Add(string text)
    {
        var used = Count == 0 ? 0 : _textEnds[Count - 1];
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (used + bytes.Length > _text.Length) Array.Resize(ref _text, Math.Max(2 * _text.Length, used + bytes.Length));
        bytes.CopyTo(_text, used);
        EndText(used + bytes.Length);
    }

    internal void AddNull()
    {
        if (_nulls.Length <= Count) Array.Resize(ref _nulls, Math.Max(2 * _nulls.Length, Count + 64));
        _nulls[Count] = HasNulls = true;
        switch (Kind)
        {
            case ColumnKind.Integer: Add(0L); break;
            case ColumnKind.Wide: Add(Int128.Zero); break;
            case ColumnKind.Float: Add(0d); break;
            default: Add(""); break;
        }
    }

    internal void EndRow(int row)
    {
        if (!_varies) return;
        if (row == _rowEnds.Length) Grow(ref _rowEnds);
        _rowEnds[row] = Count;
    }

    /// <summary>Takes back what a record that failed has left.</summary>
    internal void BackTo(int rows) => Truncate(rows == 0 ? 0 : EndOf(rows - 1));

    internal void Truncate(int count)
    {
        for (var i = count; HasNulls && i < Math.Min(_nulls.Length, Count); i++) _nulls[i] = false;
        Count = count;
        if (count == 0) HasNulls = false;
    }

    private void EndText(int end)
    {
        if (Count == _textEnds.Length) Grow(ref _textEnds);
        _textEnds[Count++] = end;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T[] Grow<T>(ref T[] values)
    {
        Array.Resize(ref values, Math.Max(2 * values.Length, 256));
        return values;
    }
}
