using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>The slots of a record, or of one element of a list in it.</summary>
internal sealed class RecordScope
{
    public FieldSlot[] Slots { get; private set; } = new FieldSlot[32];

    public int Start { get; set; }

    public int Length { get; set; }

    public void Size(int count)
    {
        if (Slots.Length < count) Slots = new FieldSlot[count];
    }
}

/// <summary>The scratch of one thread: everything a mapping needs while it maps a record, reused for the next.</summary>
internal sealed class MapRun
{
    [ThreadStatic]
    private static MapRun? _current;

    private readonly List<RecordScope> _scopes = [new()];
    private readonly Stack<Cell> _cells = new();
    private int _depth;

    public static MapRun Current => _current ??= new MapRun();

    public ArrayBufferWriter<byte> Buffer { get; } = new(1024);

    public Utf8JsonWriter Writer { get; }

    public ReadOnlyMemory<byte> Record { get; private set; }

    public IMapCounters? Counters { get; private set; }

    public List<Failure> Failures { get; } = [];

    /// <summary>Indexes of the list elements being mapped, outermost first.</summary>
    public List<int> Elements { get; } = [];

    /// <summary>Set by <c>onError: skip</c>.</summary>
    public bool IsSkipped { get; set; }

    public RecordScope Scope => _scopes[_depth];

    public RecordScope Root => _scopes[0];

    private MapRun() => Writer = new Utf8JsonWriter(
        Buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>False when the record is not a JSON object.</summary>
    public bool Begin(ReadOnlyMemory<byte> record, PathIndex index, IMapCounters? counters)
    {
        (Record, Counters, IsSkipped, _depth) = (record, counters, false, 0);
        Failures.Clear();
        Elements.Clear();
        Buffer.ResetWrittenCount();
        Writer.Reset();
        var json = record.Span;
        if (json.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return false;
        return Fill(Root, index, 0, record.Length);
    }

    public void Enter(PathIndex index, int start, int length)
    {
        if (++_depth == _scopes.Count) _scopes.Add(new RecordScope());
        Fill(Scope, index, start, length);
    }

    public void Leave() => _depth--;

    public Cell RentCell() => _cells.TryPop(out var cell) ? cell : new Cell();

    public void Return(Cell cell) => _cells.Push(cell);

    public ReadOnlySpan<byte> Bytes(in FieldSlot slot) => Record.Span.Slice(slot.Start, slot.Length);

    public void Load(in FieldSlot slot, Cell cell)
    {
        switch (slot.Token)
        {
            case JsonTokenType.String when slot.Escaped: Unescape(in slot, cell); break;
            case JsonTokenType.String: cell.SetUtf8(CellKind.Text, Bytes(in slot)); break;
            case JsonTokenType.Number: cell.SetUtf8(CellKind.Number, Bytes(in slot)); break;
            case JsonTokenType.True or JsonTokenType.False: cell.SetBoolean(slot.Token == JsonTokenType.True); break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray: cell.SetUtf8(CellKind.Json, Bytes(in slot)); break;
            default: cell.SetNull(); break;
        }
    }

    private void Unescape(in FieldSlot slot, Cell cell)
    {
        var reader = new Utf8JsonReader(Record.Span.Slice(slot.Start - 1, slot.Length + 2));
        reader.Read();
        var length = reader.CopyString(cell.Room(slot.Length));
        cell.Claim(CellKind.Text, length);
    }

    private bool Fill(RecordScope scope, PathIndex index, int start, int length)
    {
        scope.Size(index.Count);
        (scope.Start, scope.Length) = (start, length);
        return index.Scan(Record.Span.Slice(start, length), start, scope.Slots.AsSpan(0, index.Count));
    }
}
