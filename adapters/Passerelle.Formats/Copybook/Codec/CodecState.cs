using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>What decoding or encoding one record carries along.</summary>
internal sealed class CodecState(int slots)
{
    public JsonSink Sink { get; } = new();
    public JsonSink Scratch { get; } = new();

    /// <summary>Values of the counts of DEPENDING ON; -1 before they are read.</summary>
    public long[] Counts { get; } = new long[slots];

    /// <summary>Where the items that choose a redefinition stand; -1 before they are reached.</summary>
    public int[] Positions { get; } = new int[slots];
    public int[] Occurrence { get; } = new int[64];
    public int TableDepth { get; set; }
    public int Position { get; set; }
    public long RecordOffset { get; set; }

    /// <summary>Greater than zero inside redefinitions shown side by side, where only some fit the bytes.</summary>
    public int Tolerant { get; set; }

    /// <summary>Whether encoding leaves the bytes of a null as they are.</summary>
    public bool SkipNulls { get; set; }

    /// <summary>Names in the object that is encoded which belong to no item; the first group that is encoded takes them.</summary>
    public IReadOnlySet<string>? Beside { get; set; }

    /// <summary>Counts of columns, to go back to.</summary>
    public List<int> Marks { get; } = [];
    public long LenientNulls { get; set; }
    public Failure? Failure { get; set; }

    public void Reset(long recordOffset)
    {
        Array.Fill(Counts, -1);
        Array.Fill(Positions, -1);
        Sink.Count = TableDepth = Position = Tolerant = 0;
        Marks.Clear();
        SkipNulls = false;
        RecordOffset = recordOffset;
        Failure = null;
    }

    public bool Fail(
        ErrorCode code, CopybookField field, ReadOnlySpan<byte> bytes, int at, string expected, string hint, string? found = null)
    {
        found ??= bytes.Length == 0 ? "nothing" : Convert.ToHexString(bytes[..Math.Min(bytes.Length, 100)]);
        var (path, place) = (PathOf(field), RecordOffset + at);
        var message = $"{code.Title} {path} at byte {place}: expected {expected}, found {found}.";
        Failure = new Failure
        {
            Code = code,
            Message = message,
            Remedy = hint,
            Field = path,
            Expected = expected,
            Found = found,
            ByteOffset = place,
        };
        return false;
    }

    /// <summary>The path with the number of each occurrence, from 1.</summary>
    private string PathOf(CopybookField field)
    {
        var parts = new List<CopybookField>();
        for (var at = field; at is not null && (at == field || at.Parent is not null); at = at.Parent) parts.Insert(0, at);
        var table = 0;
        return string.Join(
            '.', parts.Select(part => part.IsTable && table < TableDepth ? $"{part.JsonName}[{Occurrence[table++] + 1}]" : part.JsonName));
    }
}
