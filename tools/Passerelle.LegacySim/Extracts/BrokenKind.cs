namespace Passerelle.LegacySim;

/// <summary>What is wrong with a generated row; <see cref="Good"/> is nothing.</summary>
public enum BrokenKind
{
    Good,

    /// <summary>The last column is missing, its delimiter too.</summary>
    Ragged,

    /// <summary>A quote opens a text field and nothing on the line closes it.</summary>
    UnclosedQuote,

    /// <summary>A text field without surrounding quotes holds a quote.</summary>
    QuoteInside,

    /// <summary>A text field holds a lone 0xE9, which is no UTF-8.</summary>
    InvalidBytes,

    /// <summary>A text field holds a NUL byte.</summary>
    Nul,

    /// <summary>A date column holds what is no date.</summary>
    BadDate,

    /// <summary>A code column holds <c>Z</c>, which no code table knows.</summary>
    UnknownCode,

    /// <summary>The key column is empty.</summary>
    MissingKey,

    /// <summary>The row carries the key of a good row that stands before it, with other content.</summary>
    DuplicateKey,

    /// <summary>A text field is <see cref="GeneratorOptions.OverLongBytes"/> bytes long.</summary>
    OverLongField,
}
