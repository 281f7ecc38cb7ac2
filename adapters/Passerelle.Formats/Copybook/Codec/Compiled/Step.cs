namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>What a step does.</summary>
internal enum StepKind
{
    /// <summary>Takes the bytes of the leaves that follow and reserves room for their JSON.</summary>
    Block,

    /// <summary>Remembers a count, or where a field stands.</summary>
    Slot,

    /// <summary>Writes the bytes of the prefix.</summary>
    Literal,

    /// <summary>Writes a comma unless an object has just been opened.</summary>
    Comma,

    /// <summary>Writes the 88 levels of the leaf.</summary>
    Conditions,

    /// <summary>Runs the body once for each occurrence.</summary>
    Loop,

    /// <summary>Runs one alternative, or all of them.</summary>
    Area,
    Text,
    Packed,
    Zoned,
    Binary,

    /// <summary>A leaf that its own codec decodes.</summary>
    Other,
}

/// <summary>One step of a compiled record. Which members mean something depends on the kind.</summary>
internal sealed class Step(StepKind kind)
{
    public StepKind Kind { get; } = kind;

    /// <summary>JSON before the value: punctuation and the property's name.</summary>
    public byte[] Prefix { get; init; } = [];

    /// <summary>Where the leaf stands, from the start of its block.</summary>
    public int Offset { get; init; }
    public int Length { get; init; }
    public LeafNode? Leaf { get; init; }

    /// <summary>Whether some bytes mean that there is no value, or blanks stand for zero: the leaf's own codec sees to those.</summary>
    public bool HasNulls { get; init; }
    public NumberShape? Number { get; init; }
    public TextShape? Text { get; init; }
    public int Slot { get; init; } = -1;

    /// <summary>The column of the leaf, or -1.</summary>
    public int Column { get; init; } = -1;

    /// <summary>Of a block: the bytes it takes and the JSON it may write.</summary>
    public int Bytes { get; set; }
    public int Bound { get; set; }
    public TableNode? Table { get; init; }
    public RecordProgram? Body { get; init; }
    public AreaNode? Area { get; init; }
    public RecordProgram[] Alternatives { get; init; } = [];
}

/// <summary>The steps of a record, of one occurrence, or of one alternative.</summary>
internal sealed class RecordProgram(Step[] steps)
{
    public Step[] Steps { get; } = steps;

    /// <summary>The columns that the steps fill, of loops and alternatives too.</summary>
    public int[] Columns { get; } =
    [
        .. steps.SelectMany(step => step.Column >= 0
            ? [step.Column]
            : (step.Body?.Columns ?? []).Concat(step.Alternatives.SelectMany(alternative => alternative.Columns))).Distinct(),
    ];
}
