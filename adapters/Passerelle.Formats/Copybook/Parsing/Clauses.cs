using System.Globalization;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>Reads the clauses of one entry.</summary>
internal sealed class Clauses(TokenReader reader, CopybookField item, ProblemList problems, bool comma, CopybookOptions options)
{
    private static readonly Dictionary<string, Usage> Usages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DISPLAY"] = Usage.Display,
        ["COMP"] = Usage.Binary,
        ["COMPUTATIONAL"] = Usage.Binary,
        ["COMP-4"] = Usage.Binary,
        ["COMPUTATIONAL-4"] = Usage.Binary,
        ["BINARY"] = Usage.Binary,
        ["COMP-5"] = Usage.NativeBinary,
        ["COMPUTATIONAL-5"] = Usage.NativeBinary,
        ["COMP-9"] = Usage.LittleBinary,
        ["COMPUTATIONAL-9"] = Usage.LittleBinary,
        ["COMP-X"] = Usage.ByteBinary,
        ["COMPUTATIONAL-X"] = Usage.ByteBinary,
        ["COMP-3"] = Usage.Packed,
        ["COMPUTATIONAL-3"] = Usage.Packed,
        ["PACKED-DECIMAL"] = Usage.Packed,
        ["COMP-6"] = Usage.UnsignedPacked,
        ["COMPUTATIONAL-6"] = Usage.UnsignedPacked,
        ["COMP-1"] = Usage.ShortFloat,
        ["COMPUTATIONAL-1"] = Usage.ShortFloat,
        ["COMP-2"] = Usage.LongFloat,
        ["COMPUTATIONAL-2"] = Usage.LongFloat,
        ["NATIONAL"] = Usage.National,
        ["DISPLAY-1"] = Usage.DoubleByte,
        ["POINTER"] = Usage.Pointer,
        ["PROCEDURE-POINTER"] = Usage.Pointer,
        ["FUNCTION-POINTER"] = Usage.Pointer,
        ["INDEX"] = Usage.Index,
    };

    private static readonly HashSet<string> Starts = new(StringComparer.OrdinalIgnoreCase)
    {
        "PIC", "PICTURE", "USAGE", "OCCURS", "REDEFINES", "RENAMES", "SIGN", "LEADING", "TRAILING", "SYNC", "SYNCHRONIZED",
        "JUST", "JUSTIFIED", "BLANK", "VALUE", "VALUES", "EXTERNAL", "GLOBAL", "IS",
    };

    public static bool IsStart(Token token) =>
        token.Kind == TokenKind.Word && (Starts.Contains(token.Text) || Usages.ContainsKey(token.Text));

    public bool TryRead()
    {
        var token = reader.Peek;
        if (token.Kind != TokenKind.Word) return false;
        if (Usages.TryGetValue(token.Text, out var usage))
        {
            reader.Take();
            item.OwnUsage = usage;
            return true;
        }

        switch (token.Text.ToUpperInvariant())
        {
            case "IS" or "EXTERNAL" or "GLOBAL": reader.Take(); break;
            case "PIC" or "PICTURE": ReadPicture(); break;
            case "USAGE": return ReadUsage();
            case "OCCURS": ReadOccurs(); break;
            case "REDEFINES": reader.Take(); item.RedefinesName = Name("REDEFINES"); break;
            case "RENAMES": ReadRenames(); break;
            case "SIGN" or "LEADING" or "TRAILING": return ReadSign();
            case "SYNC" or "SYNCHRONIZED": ReadFlag(); item.Synchronized = true; break;
            case "JUST" or "JUSTIFIED": ReadFlag(); item.Justified = true; break;
            case "BLANK":
                reader.Take();
                reader.TakeIf("WHEN");
                item.BlankWhenZero = true;
                return reader.TakeIf("ZERO") || reader.TakeIf("ZEROS") || reader.TakeIf("ZEROES");
            case "VALUE" or "VALUES":
                reader.Take();
                reader.TakeIf("IS");
                if (reader.Peek.Kind is not (TokenKind.Word or TokenKind.Literal)) return false;
                item.Value = Values(reader, comma).FirstOrDefault();
                break;
            default: return false;
        }

        return true;
    }

    /// <summary>One literal, range, or list written without spaces.</summary>
    public static List<ConditionValue> Values(TokenReader reader, bool comma)
    {
        var token = reader.Take();
        if (token.Is("ALL") && reader.Peek.Kind == TokenKind.Literal) token = reader.Take() with { Prefix = "ALL" };
        string? high = null;
        if (reader.TakeIf("THRU") || reader.TakeIf("THROUGH")) high = reader.Take().Text;
        var isText = token.Kind == TokenKind.Literal;
        if (isText || comma || high is not null || !token.Text.Contains(',', StringComparison.Ordinal))
        {
            return [new ConditionValue(
                Number(token.Text, isText, comma), high is null ? null : Number(high, isText, comma), isText, token.Prefix)];
        }

        return [.. token.Text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => new ConditionValue(part, null, false))];
    }

    private static string Number(string text, bool isText, bool comma) => comma && !isText ? text.Replace(',', '.') : text;

    private void Problem(string expected, string hint) =>
        problems.Add(CopybookErrors.Syntax, reader.Peek.At, item.Name, expected, reader.Peek.Shown, hint);

    private string? Name(string clause)
    {
        if (reader.Peek.Kind == TokenKind.Word)
        {
            var name = reader.Take().Text.ToUpperInvariant();
            while (reader.TakeIf("OF") || reader.TakeIf("IN")) reader.Take();
            return name;
        }

        Problem($"a name after {clause}", $"Name the item after {clause}.");
        return null;
    }

    private void ReadFlag()
    {
        reader.Take();
        if (!reader.TakeIf("RIGHT")) reader.TakeIf("LEFT");
    }

    private void ReadPicture()
    {
        reader.Take();
        reader.TakeIf("IS");
        if (reader.Peek.Kind != TokenKind.Word)
        {
            Problem("a picture", "Write the picture after PIC.");
            return;
        }

        var token = reader.Take();
        item.PictureText = token.Text.ToUpperInvariant();
        item.Picture = Picture.Parse(token.Text, comma, out var expected);
        if (item.Picture is null)
            problems.Add(CopybookErrors.Picture, token.At, item.Name, expected, token.Shown, "Correct the picture.");
        else if (item.Picture.Size > options.MaxRecordLength)
        {
            problems.Add(
                CopybookErrors.Limit, token.At, item.Name, $"at most {options.MaxRecordLength} bytes", token.Shown, "Shorten the picture.");
        }
    }

    private bool ReadUsage()
    {
        reader.Take();
        reader.TakeIf("IS");
        if (reader.Peek.Kind == TokenKind.Word && Usages.ContainsKey(reader.Peek.Text)) return TryRead();
        Problem("a usage such as DISPLAY, COMP or COMP-3", "Write a known usage.");
        if (reader.Peek.Kind == TokenKind.Word) reader.Take();
        return true;
    }

    private bool ReadSign()
    {
        reader.TakeIf("SIGN");
        reader.TakeIf("IS");
        var leading = reader.TakeIf("LEADING");
        if (!leading && !reader.TakeIf("TRAILING")) return false;
        var separate = reader.TakeIf("SEPARATE");
        reader.TakeIf("CHARACTER");
        item.OwnSign = (leading, separate) switch
        {
            (true, true) => SignPlace.LeadingSeparate,
            (true, false) => SignPlace.Leading,
            (false, true) => SignPlace.TrailingSeparate,
            _ => SignPlace.Trailing,
        };
        return true;
    }

    private void ReadRenames()
    {
        reader.Take();
        if (Name("RENAMES") is not { } from) return;
        string? thru = null;
        if (reader.TakeIf("THRU") || reader.TakeIf("THROUGH")) thru = Name("THRU");
        item.RenamesNames = (from, thru);
    }

    private void ReadOccurs()
    {
        reader.Take();
        item.IsTable = true;
        if (Count() is not { } count) return;
        item.MinOccurs = item.MaxOccurs = count;
        if (reader.TakeIf("TO")) item.MaxOccurs = Count() ?? count;
        else if (reader.Peek.IsAny("DEPENDING") || (reader.PeekAt(1).Is("DEPENDING") && reader.Peek.Is("TIMES"))) item.MinOccurs = 0;
        reader.TakeIf("TIMES");
        if (reader.TakeIf("DEPENDING"))
        {
            reader.TakeIf("ON");
            item.DependingName = Name("DEPENDING ON");
        }

        if (item.MinOccurs > item.MaxOccurs || item.MaxOccurs == 0)
        {
            problems.Add(
                CopybookErrors.Clause, item.At, item.Name, "OCCURS with a lower and a higher bound",
                $"{item.MinOccurs} TO {item.MaxOccurs}", "Correct the bounds.");
        }

        ReadKeys();
    }

    private void ReadKeys()
    {
        while (reader.Peek.IsAny("ASCENDING", "DESCENDING", "INDEXED"))
        {
            reader.Take();
            reader.TakeIf("KEY");
            reader.TakeIf("IS");
            reader.TakeIf("BY");
            while (reader.Peek.Kind == TokenKind.Word && !IsStart(reader.Peek) && !reader.Peek.IsAny("ASCENDING", "DESCENDING", "INDEXED"))
                reader.Take();
        }
    }

    private int? Count()
    {
        if (int.TryParse(reader.Peek.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && reader.Peek.Kind == TokenKind.Word)
        {
            reader.Take();
            return count;
        }

        Problem("a number of occurrences", "Write a whole number after OCCURS.");
        return null;
    }
}
