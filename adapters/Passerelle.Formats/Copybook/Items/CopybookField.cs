using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook.Items;

/// <summary>How an item is stored.</summary>
public enum Usage
{
    Display,
    Binary,
    NativeBinary,
    LittleBinary,
    ByteBinary,
    Packed,
    UnsignedPacked,
    ShortFloat,
    LongFloat,
    National,
    DoubleByte,
    Pointer,
    Index,
}

/// <summary>Where the sign of a DISPLAY number stands.</summary>
public enum SignPlace
{
    Trailing,
    Leading,
    TrailingSeparate,
    LeadingSeparate,
}

/// <summary>One value or range of a condition name (88), or a VALUE.</summary>
/// <remarks>Low is the literal, or the name of a figurative constant; High ends a range; IsText tells a literal in quotes.</remarks>
public sealed record ConditionValue(string Low, string? High, bool IsText, string Prefix = "");

/// <summary>A condition name (88) of an item.</summary>
public sealed record CopybookCondition(string Name, IReadOnlyList<ConditionValue> Values, SourceLocation At);

/// <summary>One item of a layout: a group or a leaf, with its place in the record.</summary>
public sealed class CopybookField
{
    internal List<CopybookField> ChildList { get; } = [];
    internal List<CopybookCondition> ConditionList { get; } = [];
    internal string? DependingName { get; set; }
    internal string? RedefinesName { get; set; }
    internal (string From, string? Thru)? RenamesNames { get; set; }
    internal string? PictureText { get; set; }
    internal Usage? OwnUsage { get; set; }
    internal SignPlace? OwnSign { get; set; }
    internal int Alignment { get; set; } = 1;

    public required int Level { get; init; }

    /// <summary>The name as written, in capitals; FILLER for an unnamed item.</summary>
    public required string Name { get; init; }

    /// <summary>The property name in a record: unique among its siblings.</summary>
    public string JsonName { get; internal set; } = "";
    public required SourceLocation At { get; init; }
    public bool IsFiller => Name == "FILLER";
    public bool IsGroup => ChildList.Count > 0;
    public Picture? Picture { get; internal set; }
    public Usage Usage { get; internal set; }
    public SignPlace Sign { get; internal set; }
    public bool Synchronized { get; internal set; }
    public bool Justified { get; internal set; }
    public bool BlankWhenZero { get; internal set; }
    public ConditionValue? Value { get; internal set; }

    /// <summary>Whether the item has an OCCURS clause, even of one.</summary>
    public bool IsTable { get; internal set; }
    public int MinOccurs { get; internal set; } = 1;
    public int MaxOccurs { get; internal set; } = 1;
    public CopybookField? DependingOn { get; internal set; }
    public CopybookField? Redefines { get; internal set; }
    public CopybookField? Parent { get; internal set; }

    /// <summary>Byte offset of the first occurrence when every table before it is full.</summary>
    public int Offset { get; internal set; }

    /// <summary>Bytes of one occurrence at its greatest.</summary>
    public int Length { get; internal set; }

    /// <summary>Bytes left unused before the item for its alignment.</summary>
    public int SlackBefore { get; internal set; }

    /// <summary>Bytes left unused at the end of each occurrence, so that the next one is aligned.</summary>
    public int SlackAfter { get; internal set; }

    /// <summary>Whether anything inside varies in length by DEPENDING ON.</summary>
    public bool IsVariable { get; internal set; }

    /// <summary>Bytes of all occurrences at their greatest.</summary>
    public int TotalLength => Length * MaxOccurs;
    public IReadOnlyList<CopybookField> Children => ChildList;
    public IReadOnlyList<CopybookCondition> Conditions => ConditionList;

    /// <summary>The names below the record, joined by points.</summary>
    public string Path => Parent?.Parent is null ? JsonName : $"{Parent.Path}.{JsonName}";

    internal bool IsCalled(string nameOrPath) =>
        Name.Equals(nameOrPath, StringComparison.OrdinalIgnoreCase) || Path.Equals(nameOrPath, StringComparison.OrdinalIgnoreCase);

    /// <summary>The item and everything below it, in order.</summary>
    public IEnumerable<CopybookField> Walk()
    {
        yield return this;
        foreach (var child in ChildList)
            foreach (var field in child.Walk())
                yield return field;
    }
}
