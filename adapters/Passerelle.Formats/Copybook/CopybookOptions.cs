namespace Passerelle.Formats.Copybook;

/// <summary>How the lines of a copybook are laid out.</summary>
public enum SourceFormat
{
    /// <summary>Fixed when every line looks so, else free.</summary>
    Auto,

    /// <summary>Columns 1-6 sequence, 7 indicator, 8-72 code.</summary>
    Fixed,
    Free,
}

/// <summary>Finds the text of a COPY member; null when there is none.</summary>
/// <param name="member">The member's name as written, quotes removed.</param>
/// <param name="library">The library after OF or IN; null when not given.</param>
public delegate CopyMember? CopyResolver(string member, string? library);

/// <summary>One member: the name that problems are reported under, and its text.</summary>
public sealed record CopyMember(string File, string Text);

/// <summary>How many bytes a binary item takes.</summary>
public enum BinarySize
{
    /// <summary>2, 4, 8, 16 bytes by digits 1-4, 5-9, 10-18, more: the mainframe.</summary>
    Ibm,

    /// <summary>As <see cref="Ibm"/> with 1 byte for 1 or 2 digits.</summary>
    OneTwoFourEight,

    /// <summary>The smallest number of bytes that holds the digits.</summary>
    Smallest,
}

/// <summary>How a table with DEPENDING ON is stored.</summary>
public enum OdoStorage
{
    /// <summary>Only the occurrences that there are: what follows moves.</summary>
    Real,

    /// <summary>Always the greatest number of occurrences.</summary>
    Full,
}

/// <summary>How a copybook is read. The limits bound time and memory whatever the text is.</summary>
public sealed record CopybookOptions
{
    public SourceFormat Format { get; init; } = SourceFormat.Auto;
    public bool DecimalPointIsComma { get; init; }

    /// <summary>Whether lines with D in column 7 are code.</summary>
    public bool DebugLines { get; init; }
    public CopyResolver? Resolver { get; init; }
    public BinarySize BinarySize { get; init; } = BinarySize.Ibm;
    public OdoStorage Odo { get; init; } = OdoStorage.Real;

    /// <summary>Bytes of a POINTER: 4 on 31-bit systems, 8 on 64-bit ones.</summary>
    public int PointerSize { get; init; } = 4;

    /// <summary>The greatest number of characters of a copybook, its members included.</summary>
    public int MaxCharacters { get; init; } = 8_000_000;
    public int MaxTokens { get; init; } = 400_000;
    public int MaxCopyDepth { get; init; } = 16;

    /// <summary>The greatest record in bytes that a layout may describe.</summary>
    public int MaxRecordLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many problems are reported before reading stops.</summary>
    public int MaxProblems { get; init; } = 100;
}
