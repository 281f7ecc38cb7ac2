namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>What the quick readers must know about a number of at most 16 digits.</summary>
internal sealed class NumberShape
{
    public const int MaxDigits = 16;

    public required int Scale { get; init; }

    /// <summary>Whether the last half byte of a packed number is a sign; whether a binary number is signed.</summary>
    public bool HasSign { get; init; }
    public bool BigEndian { get; init; }

    /// <summary>Of a zoned number: for each byte its digit with 0x20 for minus and 0x10 for plus; 0xFF when it is none.</summary>
    public byte[] Table { get; init; } = [];

    /// <summary>The upper half of a plain digit in every byte.</summary>
    public ulong Zones { get; init; }
    public bool Leading { get; init; }
    public bool Separate { get; init; }
    public byte Plus { get; init; }
    public byte Minus { get; init; }

    /// <summary>Null when the number is not of a shape that is read quickly.</summary>
    public static NumberShape? Of(NumberCodec codec, out StepKind kind)
    {
        (kind, var shape) = codec switch
        {
            PackedCodec packed when packed.Length <= 8 =>
                (StepKind.Packed, new NumberShape { Scale = packed.Scale, HasSign = packed.HasSign }),
            ZonedCodec zoned when zoned.DigitCount <= MaxDigits => (StepKind.Zoned, zoned.Shape()),
            BinaryCodec binary when binary.Length is 1 or 2 or 4 or 8 =>
                (StepKind.Binary, new NumberShape { Scale = binary.Scale, HasSign = binary.HasSign, BigEndian = binary.IsBigEndian }),
            _ => (StepKind.Other, null),
        };
        // A quoted number, and one scaled to the left by P, has its own way.
        return shape is not null && !codec.IsQuoted && codec.Scale is >= 0 and < MaxDigits ? shape : null;
    }
}
