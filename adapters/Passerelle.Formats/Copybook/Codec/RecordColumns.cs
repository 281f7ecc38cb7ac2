using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec.Compiled;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Typed values of many records, a column for each leaf, without JSON: for totals, keys and bulk loads.
/// Not for several threads.</summary>
/// <remarks>Buffers grow to the rows between two calls of <see cref="Clear"/> and are kept.</remarks>
public sealed class RecordColumns
{
    private readonly RecordCodec _codec;
    private readonly RecordProgram _program;
    private readonly CodecState _state;
    private readonly Column[] _columns;
    private readonly RecordDecoder _explaining;

    private RecordColumns(RecordCodec codec, RecordProgram program, Column[] columns)
    {
        (_codec, _program, _columns) = (codec, program, columns);
        _state = new CodecState(codec.Slots);
        _explaining = codec.NewSimpleDecoder();
    }

    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>Records taken since the last clearing.</summary>
    public int Rows { get; private set; }

    /// <summary>Malformed numbers that became null because the policy says so, so far.</summary>
    public long LenientNulls => _state.LenientNulls;

    /// <summary>The column of a leaf, by name or path.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Column this[string item] =>
        Array.Find(_columns, column => column.Field.IsCalled(item))
        ?? throw new KeyNotFoundException($"Expected the name of a column, found '{item}'.");

    internal static RecordColumns Create(RecordCodec codec, ReadOnlySpan<string> items)
    {
        var wanted = new HashSet<CopybookField>();
        foreach (var item in items)
        {
            var field = codec.Layout.Find(item)
                ?? throw new ArgumentException($"Expected an item of the layout, found '{item}'.", nameof(items));
            wanted.UnionWith(field.Walk());
        }

        var (columns, numbers, all) = (new List<Column>(), new Dictionary<LeafNode, int>(), items.Length == 0);
        var program = ProgramBuilder.Record(codec.Root, leaf =>
        {
            if (all ? leaf.IsHidden : !wanted.Contains(leaf.Field)) return -1;
            if (numbers.TryGetValue(leaf, out var number)) return number;
            columns.Add(new Column(leaf));
            return numbers[leaf] = columns.Count - 1;
        });
        return new RecordColumns(codec, program, [.. columns]);
    }

    /// <summary>Takes the values of one record; none when it fails.</summary>
    /// <returns>The failure with field, offset, hexadecimal bytes and what was expected; null when all went well.</returns>
    public Failure? Add(ReadOnlySpan<byte> record, long recordOffset)
    {
        var nulls = _state.LenientNulls;
        _state.Reset(recordOffset);
        var sink = new ColumnSink(_columns, _state);
        if (Runner.Run(_program, record, _state, ref sink) && (_state.Position == record.Length || _codec.Options.AllowLong))
        {
            foreach (var column in _columns) column.EndRow(Rows);
            Rows++;
            return null;
        }

        _state.LenientNulls = nulls;
        foreach (var column in _columns) column.BackTo(Rows);
        return _explaining.Decode(record, recordOffset, Nowhere.Writer)
            ?? throw new InvalidOperationException("Only a record that fails the simple way fails here.");
    }

    public void Clear()
    {
        Rows = 0;
        foreach (var column in _columns) column.Truncate(0);
    }
}
