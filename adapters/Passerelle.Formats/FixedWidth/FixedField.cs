using Passerelle.Formats.Copybook.Codec;

namespace Passerelle.Formats.FixedWidth;

/// <summary>What the characters of a field mean.</summary>
public enum FixedType
{
    Text,
    Integer,

    /// <summary>A number with a mark, or with an implied scale when it has none.</summary>
    Decimal,

    /// <summary>A number whose last character holds digit and sign: <c>{A-I</c> positive, <c>}J-R</c> negative.</summary>
    Overpunch,

    /// <summary>Text that must be a date by <see cref="FixedField.Pattern"/>; zeros and blanks are null.</summary>
    Date,
}

/// <summary>One field of a fixed-width record.</summary>
/// <param name="Start">First column, from 1.</param>
/// <param name="Length">Columns.</param>
public sealed record FixedField(string Name, int Start, int Length)
{
    public FixedType Type { get; init; }

    /// <summary>Digits after the implied point.</summary>
    public int Scale { get; init; }

    /// <summary>A column with one digit that is the scale, from 1; 0 when <see cref="Scale"/> is.</summary>
    public int ScaleAt { get; init; }

    public TrimPolicy Trim { get; init; } = TrimPolicy.Both;

    /// <summary>Of yyyy, yy, MM, dd, DDD (day of the year), HH, mm, ss.</summary>
    public string Pattern { get; init; } = "yyyyMMdd";

    /// <summary>Whether a text is a form of a date.</summary>
    public static bool IsPattern(string pattern) => DateCheck.IsPattern(pattern);

    /// <summary>What the field is read as, for people.</summary>
    public string Form => Type switch
    {
        FixedType.Text => $"text({Length})",
        FixedType.Date => $"date {Pattern}",
        FixedType.Integer => $"integer({Length})",
        _ => $"{Type.ToString().ToLowerInvariant()}({Length}), {(ScaleAt > 0 ? $"decimals in column {ScaleAt}" : $"{Scale} decimals")}",
    };
}
