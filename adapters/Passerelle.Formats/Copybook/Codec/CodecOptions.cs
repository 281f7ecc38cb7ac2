using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Which blanks of a text are dropped when it is decoded.</summary>
public enum TrimPolicy
{
    None,
    Left,
    Right,
    Both,
}

internal static class TrimPolicies
{
    /// <summary>Drops blanks from a text; one that is justified has them on the left when they would be on the right.</summary>
    public static string Apply(this TrimPolicy policy, string text, char blank, bool justified)
    {
        if (policy == TrimPolicy.Both || (policy == TrimPolicy.Right && !justified)) text = text.TrimEnd(blank);
        if (policy is TrimPolicy.Left or TrimPolicy.Both || (policy == TrimPolicy.Right && justified)) text = text.TrimStart(blank);
        return text;
    }
}

/// <summary>Which bytes mean that a field has no value.</summary>
[Flags]
public enum NullPatterns
{
    None = 0,
    Spaces = 1,
    LowValues = 2,
    HighValues = 4,
}

/// <summary>How COMP-1 and COMP-2 are stored.</summary>
public enum FloatFormat
{
    /// <summary>IBM hexadecimal floating point.</summary>
    IbmHex,

    /// <summary>IEEE 754.</summary>
    Ieee,
}

/// <summary>Chooses one redefinition of an area. Choices are tried in order; one without a condition always fits.</summary>
public sealed record RedefinesChoice
{
    /// <summary>The item that is read: the redefined one or one of its redefinitions.</summary>
    public required string Alternative { get; init; }

    /// <summary>The name of an 88 level that must hold.</summary>
    public string? Condition { get; init; }

    /// <summary>The item that must have one of <see cref="Values"/>.</summary>
    public string? Field { get; init; }
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>How bytes become values and values bytes.</summary>
public sealed record CodecOptions
{
    public CodePage CodePage { get; init; } = CodePage.Get("1047");

    /// <summary>Pages of single fields, by name or path.</summary>
    public IReadOnlyDictionary<string, CodePage> FieldCodePages { get; init; } = new Dictionary<string, CodePage>();
    public TrimPolicy Trim { get; init; } = TrimPolicy.Right;
    public NullPatterns Nulls { get; init; }

    /// <summary>Whether a malformed number becomes null, which is counted, instead of failing its record.</summary>
    public bool LenientNumbers { get; init; }

    /// <summary>Whether unnamed leaves are kept, as FILLER-1, FILLER-2 ...</summary>
    public bool KeepFiller { get; init; }

    /// <summary>Keeps as NAME~raw what the values alone would not bring back, so that encoding gives the
    /// same bytes; keeps FILLER.</summary>
    public bool KeepRaw { get; init; }

    /// <summary>Writes every 88 level as a true or false beside its field.</summary>
    public bool Conditions { get; init; }

    /// <summary>Writes every 66 level as a text or number at the end of the record.</summary>
    public bool Views { get; init; }
    public FloatFormat Floats { get; init; } = FloatFormat.IbmHex;

    /// <summary>Byte order of COMP, COMP-4, BINARY and COMP-X.</summary>
    public bool BinaryBigEndian { get; init; } = true;

    /// <summary>Byte order of COMP-5, INDEX, IEEE floats and NATIONAL.</summary>
    public bool NativeBigEndian { get; init; } = true;

    /// <summary>Whether overpunched signs in an ASCII page are { A-I } J-R when written; otherwise 0-9 and p-y.</summary>
    public bool EbcdicSigns { get; init; } = true;

    /// <summary>Whether a record may be longer than its layout; what is too much is ignored, or kept with <see cref="KeepRaw"/>.</summary>
    public bool AllowLong { get; init; }
    public IReadOnlyList<RedefinesChoice> Redefines { get; init; } = [];
}
