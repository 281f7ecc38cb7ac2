using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Layout;

/// <summary>What a leaf's clauses must agree on, and how many bytes it takes.</summary>
internal static class LeafRules
{
    public static void Check(CopybookField field, ProblemList problems)
    {
        var picture = field.Picture;
        if (field.Usage is Usage.ShortFloat or Usage.LongFloat or Usage.Pointer or Usage.Index)
        {
            if (field.PictureText is not null)
            {
                problems.Add(
                    CopybookErrors.Clause, field.At, field.Name, $"no picture with usage {field.Usage}", $"PIC {field.PictureText}",
                    "Remove the picture.");
            }

            return;
        }

        if (picture is null)
        {
            if (field.PictureText is null)
            {
                problems.Add(
                    CopybookErrors.Clause, field.At, field.Name, "a picture or items below it", "neither", "Give the item a PIC clause.");
            }

            return;
        }

        var numeric = picture.Category == PictureCategory.Numeric;
        var text = picture.Category is PictureCategory.Alphabetic or PictureCategory.Alphanumeric;
        var fits = field.Usage switch
        {
            Usage.Binary or Usage.NativeBinary or Usage.LittleBinary or Usage.Packed => numeric,
            Usage.UnsignedPacked => numeric && !picture.Signed,
            Usage.ByteBinary => numeric || (text && picture.Size <= 8),
            Usage.National => picture.Category is PictureCategory.National or PictureCategory.Numeric or PictureCategory.NumericEdited,
            Usage.DoubleByte => picture.Category is PictureCategory.DoubleByte or PictureCategory.National,
            _ => picture.Category is not PictureCategory.DoubleByte and not PictureCategory.National,
        };
        if (!fits)
        {
            problems.Add(CopybookErrors.Clause, field.At, field.Name, $"a picture that suits usage {field.Usage}", $"PIC {picture.Text}",
                "Correct the picture or the usage.");
        }
    }

    /// <summary>Bytes of one occurrence.</summary>
    public static int Length(CopybookField field, CopybookOptions options)
    {
        var picture = field.Picture;
        return field.Usage switch
        {
            Usage.ShortFloat => 4,
            Usage.LongFloat => 8,
            Usage.Pointer => options.PointerSize,
            Usage.Index => 4,
            Usage.Packed => (picture!.Digits / 2) + 1,
            Usage.UnsignedPacked => (picture!.Digits + 1) / 2,
            Usage.Binary or Usage.NativeBinary or Usage.LittleBinary => Binary(picture!, options.BinarySize),
            Usage.ByteBinary => picture!.Category == PictureCategory.Numeric ? Smallest(picture.Digits, picture.Signed) : picture.Size,
            Usage.National or Usage.DoubleByte => 2 * (picture!.Size + Separate(field)),
            _ => picture!.Size + Separate(field),
        };
    }

    /// <summary>The boundary of a synchronized item.</summary>
    public static int Alignment(CopybookField field) => !field.Synchronized || field.IsGroup ? 1 : field.Usage switch
    {
        Usage.Binary or Usage.NativeBinary or Usage.LittleBinary => field.Length switch { 1 => 1, 2 => 2, _ => 4 },
        Usage.ShortFloat or Usage.Index => 4,
        Usage.LongFloat => 8,
        Usage.Pointer => field.Length,
        _ => 1,
    };

    private static int Separate(CopybookField field) =>
        field.Picture is { Category: PictureCategory.Numeric, Signed: true }
            && field.Sign is SignPlace.LeadingSeparate or SignPlace.TrailingSeparate
            ? 1
            : 0;

    private static int Binary(Picture picture, BinarySize size) => picture.Digits switch
    {
        _ when size == BinarySize.Smallest => Smallest(picture.Digits, picture.Signed),
        <= 2 when size == BinarySize.OneTwoFourEight => 1,
        <= 4 => 2,
        <= 9 => 4,
        <= 18 => 8,
        _ => 16,
    };

    private static int Smallest(int digits, bool signed)
    {
        var greatest = UInt128.One;
        for (var i = 0; i < digits; i++) greatest *= 10;
        greatest -= 1;
        var bytes = 1;
        while (bytes < 16 && (greatest >> ((8 * bytes) - (signed ? 1 : 0))) != 0) bytes++;
        return bytes;
    }
}
