using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Delimited;

/// <summary>What stands before the data of one file: byte order mark, preamble, control record, header. Read once a file.</summary>
public sealed class Prologue
{
    internal ColumnLayout Layout { get; set; } = new([], [], null, static _ => true);

    /// <summary>The header's bytes in framer form; empty without a header.</summary>
    internal byte[] Header { get; set; } = [];

    /// <summary>The header control record in framer form.</summary>
    internal byte[]? ControlRecord { get; set; }

    internal RowPlace ControlPlace { get; set; }

    /// <summary>Where the data begins.</summary>
    public DelimitedPosition Data { get; internal set; }

    /// <summary>Column names in the order of the file.</summary>
    public IReadOnlyList<string> Columns => Layout.Names;

    public bool HasHeader { get; internal set; }

    /// <summary>Why the header is taken for one, or not.</summary>
    public string HeaderEvidence { get; internal set; } = "pinned";

    /// <summary>Column names that occurred more than once and were numbered.</summary>
    public int RepeatedNames { get; internal set; }

    /// <summary>Why the file as a whole cannot be read; null when it can.</summary>
    public Failure? Failure { get; internal set; }

    /// <summary>The value that orders deliveries, from the header control record.</summary>
    public string? OrderValue { get; internal set; }

    /// <summary>The text of the date that the content was true at, from the header control record.</summary>
    public string? AsOfValue { get; internal set; }

    public static Prologue Read(FileSample sample, Dialect dialect, DelimitedLimits limits, DelimitedRules rules) =>
        new PrologueReader(sample, dialect, limits, rules).Read();

    /// <summary>A layout with known columns and no bytes, to decode single records.</summary>
    public static Prologue OfColumns(IReadOnlyList<string> columns, DelimitedRules rules) => new()
    {
        Layout = new(columns, [], rules.NeededFields, static _ => true),
        Data = new(0, 0, 1),
    };
}
