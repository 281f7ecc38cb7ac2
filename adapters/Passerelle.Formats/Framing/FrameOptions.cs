namespace Passerelle.Formats.Framing;

/// <summary>How records follow each other in a file.</summary>
public enum RecordFormat
{
    /// <summary>F and FB: all records have <see cref="FrameOptions.RecordLength"/> bytes.</summary>
    Fixed,

    /// <summary>V and VB: a length word before each record. GnuCOBOL's variable records are of this kind.</summary>
    Variable,

    /// <summary>VS and VBS: a record may be cut into segments, each with a length word that says which part it is.</summary>
    Spanned,

    /// <summary>D, text: records are lines.</summary>
    Text,

    /// <summary>U: a record is a whole block.</summary>
    Undefined,

    /// <summary>A header of 128 bytes, then records with a type and a length in 2 or 4 bytes, padded to a multiple of 4.</summary>
    MicroFocus,

    /// <summary>The record itself tells its length: <see cref="FrameOptions.Length"/>.</summary>
    Computed,
}

/// <summary>What ends a line.</summary>
public enum LineEnd
{
    /// <summary>LF, with or without CR before it.</summary>
    Any,
    Lf,
    CrLf,
    Cr,

    /// <summary>The mainframe's new line, 0x15.</summary>
    Nel,

    /// <summary>The mainframe's line feed, 0x25.</summary>
    EbcdicLf,
}

/// <summary>How a file is cut into records. The bounds hold whatever the file contains.</summary>
public sealed record FrameOptions
{
    public required RecordFormat Format { get; init; }

    /// <summary>Bytes of a fixed record; of a block of undefined records that has no block word.</summary>
    public int RecordLength { get; init; }

    /// <summary>The word before each variable record.</summary>
    public LengthWord RecordWord { get; init; } = LengthWord.Rdw;

    /// <summary>The word before each block; null when there are no blocks.</summary>
    public LengthWord? BlockWord { get; init; }

    /// <summary>The greatest block that is written, its word included.</summary>
    public int BlockLength { get; init; } = 32_760;

    /// <summary>Writes block words of 31 bits.</summary>
    public bool ExtendedBlocks { get; init; }

    public LineEnd LineEnd { get; init; }

    /// <summary>Lines: the byte that blanks are, 0x20 or 0x40.</summary>
    public byte Blank { get; init; } = 0x20;

    /// <summary>Lines: shorter ones are filled with blanks up to this length when read; 0 leaves them.</summary>
    public int PadTo { get; init; }

    /// <summary>Lines: blanks at their end are cut off, when read (unless <see cref="PadTo"/> is set) and when written.</summary>
    public bool CutBlanks { get; init; }

    /// <summary>How a record tells its own length.</summary>
    public LengthRule? Length { get; init; }

    /// <summary>Bytes before the first record.</summary>
    public int FileStartBytes { get; init; }

    /// <summary>Bytes after the last record.</summary>
    public int FileEndBytes { get; init; }

    /// <summary>Bytes of each record before its data.</summary>
    public int RecordStartBytes { get; init; }

    /// <summary>Bytes of each record after its data.</summary>
    public int RecordEndBytes { get; init; }

    public int MaxRecordBytes { get; init; } = 16 * 1024 * 1024;

    public static FrameOptions Fixed(int length, bool blockWords = false) =>
        new() { Format = RecordFormat.Fixed, RecordLength = length, BlockWord = blockWords ? LengthWord.Rdw : null };

    public static FrameOptions Variable(LengthWord? word = null, bool blocked = false, bool spanned = false) => new()
    {
        Format = spanned ? RecordFormat.Spanned : RecordFormat.Variable,
        RecordWord = word ?? LengthWord.Rdw,
        BlockWord = blocked ? LengthWord.Rdw : null,
    };

    /// <summary>GnuCOBOL's variable records by its <c>COB_VARSEQ_FORMAT</c>.</summary>
    /// <param name="varseq">0: two bytes of length and two of zero; 1: four bytes; 2: four bytes of the writing machine, taken as
    /// little-endian; 3: two bytes. The length never counts the word.</param>
    public static FrameOptions GnuCobol(int varseq = 0) => Variable(new LengthWord
    {
        Size = varseq == 3 ? 2 : 4,
        LengthBytes = varseq is 0 or 3 ? 2 : 4,
        BigEndian = varseq != 2,
        Inclusive = false,
    });

    public static FrameOptions Lines(LineEnd end = LineEnd.Any) => new() { Format = RecordFormat.Text, LineEnd = end };

    public static FrameOptions MicroFocus() => new() { Format = RecordFormat.MicroFocus };

    public static FrameOptions Computed(LengthRule length) => new() { Format = RecordFormat.Computed, Length = length };

    /// <summary>The same records without blocks, file header and segments:
    /// how <see cref="Frame.Whole"/> of several records is read again.</summary>
    public FrameOptions Unblocked() => this with
    {
        Format = IsRebuilt ? RecordFormat.Variable : Format,
        RecordWord = IsRebuilt ? Kept : RecordWord,
        BlockWord = null,
        FileStartBytes = 0,
        FileEndBytes = 0,
    };

    /// <summary>The word before records that are kept apart from segments or from their file's header.</summary>
    internal static LengthWord Kept { get; } = new() { LengthBytes = 4, Inclusive = false };

    /// <summary>Records alone do not tell where they end.</summary>
    internal bool IsRebuilt => Format is RecordFormat.Spanned or RecordFormat.MicroFocus or RecordFormat.Undefined;

    /// <summary>What contradicts itself, with the option's name; null when all is well.</summary>
    public (string Option, string Message, string Hint)? Problem()
    {
        if (Format == RecordFormat.Fixed && RecordLength <= 0)
            return ("recordLength", "Fixed records need their length.", "Set it to the bytes of one record.");
        if (RecordLength < 0 || RecordLength > MaxRecordBytes)
            return ("recordLength", $"{RecordLength} is not within 1 and {MaxRecordBytes}.", "Fix it, or raise 'maxRecordBytes'.");
        if (Format == RecordFormat.Undefined && BlockWord is null && RecordLength == 0)
            return ("recordLength", "Undefined records without block words need the length of a block.", "Set it, or set 'blockWords'.");
        if (!RecordWord.IsSound || BlockWord is { IsSound: false } || BlockWord is { Size: not 4 })
        {
            return ("lengthWord", "The length does not lie within its word.",
                "A word has 1 to 8 bytes, the length in it 1 to 4; a block word has 4 bytes.");
        }

        if (Format == RecordFormat.Spanned && RecordWord is not { Size: 4, LengthBytes: 2, LengthAt: 0 })
        {
            return (
                "lengthWord", "Spanned records have IBM's segment words.", "Leave size, length bytes and place of the word as they are.");
        }

        if (Format == RecordFormat.Computed && Length is null)
            return ("length", "It is not said how a record tells its length.", "Name the field, the expression or the table.");
        if (Format is RecordFormat.Text or RecordFormat.MicroFocus or RecordFormat.Computed && BlockWord is not null)
            return ("blockWords", "This format has no blocks.", "Leave it out.");
        return FileStartBytes < 0 || FileEndBytes is < 0 or > 16 * 1024 * 1024 || RecordStartBytes < 0 || RecordEndBytes < 0
            ? ("fileEndBytes", "A number of bytes to pass over is impossible.",
                "Write a number from 0; at the end of the file at most 16 MiB.")
            : null;
    }
}
