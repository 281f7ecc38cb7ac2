using System.Text;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>Copybooks and records made from a seed: every kind of item, well-formed bytes with some that are not.</summary>
internal sealed class RandomLayout(Random random)
{
    private static readonly string[] Pictures =
    [
        "PIC X(5)", "PIC X(1)", "PIC X(23)", "PIC A(9)", "PIC 9(4)", "PIC 9(8)", "PIC 9(9)", "PIC S9(16)", "PIC 9(17)", "PIC S9(3)V99",
        "PIC S9(14)V99", "PIC S9(5)V99 COMP-3", "PIC 9(4) COMP-3", "PIC S9(15) COMP-3", "PIC S9(16) COMP-3", "PIC S9(18) COMP-3",
        "PIC V9(15) COMP-3", "PIC SV9(16)", "PIC S9(4) COMP", "PIC 9(9) COMP SYNC", "PIC 9(18) COMP", "PIC S9(30) COMP-3",
        "PIC S9(18) COMP-5", "PIC 9(3) COMP-6", "PIC 9(16) COMP-6", "COMP-1", "COMP-2", "PIC N(3)", "PIC S99 SIGN LEADING SEPARATE",
        "PIC S9(12) SIGN LEADING", "PIC S9(11)V9 SIGN TRAILING SEPARATE", "PIC X(13) JUST RIGHT", "PIC 99PP", "PIC VPP9 COMP-3",
        "PIC 9(20) COMP", "PIC S9(3) COMP-9", "PIC S9(2) COMP-X", "PIC X(4) COMP-X", "PIC ZZ9.99", "PIC 9(3) BLANK WHEN ZERO", "PIC G(2)",
        "POINTER", "INDEX",
    ];

    private readonly StringBuilder _text = new("01 R. 05 CNT PIC 9. 05 KIND PIC X. 88 IS-A VALUE 'A'. 88 IS-B VALUE 'B' THRU 'M'.\n");
    private int _names;

    /// <summary>A record of groups, tables of all sorts and redefinitions, with CNT and KIND at its start.</summary>
    public string Copybook()
    {
        for (var i = random.Next(1, 6); i > 0; i--) Item(5);
        return _text.ToString();
    }

    private void Item(int level)
    {
        var name = random.Next(5) == 0 ? "FILLER" : $"F{_names++}";
        var occurs = random.Next(6) switch { 0 => " OCCURS 3", 1 => " OCCURS 0 TO 4 DEPENDING ON CNT", _ => "" };
        if (level > 25 || random.Next(3) > 0)
        {
            var picture = Pictures[random.Next(Pictures.Length)];
            _text.Append($"{level:00} {name} {picture}{occurs}.\n");
            if (random.Next(8) == 0
                && occurs.Length == 0 && picture.StartsWith("PIC ", StringComparison.Ordinal) && picture[4] is not ('N' or 'G'))
            {
                _text.Append($"88 C{_names++} VALUE ZERO.\n");
            }

            return;
        }

        _text.Append($"{level:00} {name}{occurs}.\n");
        for (var i = random.Next(1, 5); i > 0; i--) Item(level + 5);
        if (occurs.Length > 0 || name == "FILLER" || random.Next(2) == 0) return;
        _text.Append($"{level:00} {(random.Next(3) == 0 ? "FILLER" : $"RED{_names++}")} REDEFINES {name}");
        if (random.Next(2) == 0) _text.Append($" {Pictures[random.Next(Pictures.Length)]}.\n");
        else
        {
            _text.Append(".\n");
            for (var i = random.Next(1, 3); i > 0; i--) Item(level + 5);
        }
    }

    /// <summary>A record of the layout; one leaf in <paramref name="badIn"/> has bytes of any kind.</summary>
    public byte[] Record(CopybookLayout layout, int badIn)
    {
        var bytes = new List<byte>();
        var count = random.Next(5);
        foreach (var child in layout.Root.Children)
            Write(child, bytes, count, badIn, layout.Options.Odo == Formats.Copybook.OdoStorage.Full);
        if (random.Next(20) == 0) bytes.RemoveAt(bytes.Count - 1);
        else if (random.Next(20) == 0) bytes.Add(0x40);
        return [.. bytes];
    }

    private void Write(CopybookField field, List<byte> bytes, int count, int badIn, bool full)
    {
        if (field.Redefines is not null) return;
        var start = bytes.Count;
        bytes.AddRange(new byte[field.SlackBefore]);
        for (var i = field.DependingOn is null ? field.MaxOccurs : count; i > 0; i--)
        {
            if (field.IsGroup)
            {
                foreach (var child in field.Children) Write(child, bytes, count, badIn, full);
                bytes.AddRange(new byte[field.SlackAfter]);
            }
            else if (field.Name == "CNT") bytes.Add((byte)(0xF0 + count));
            else bytes.AddRange(Leaf(field, badIn));
        }

        var size = Math.Max(field.TotalLength, Redefined(field)) + field.SlackBefore;
        if (field.DependingOn is not null ? full : Redefined(field) > 0)
            bytes.AddRange(new byte[Math.Max(0, size - (bytes.Count - start))]);
    }

    private static int Redefined(CopybookField field) =>
        (field.Parent?.Children ?? []).Where(sibling => sibling.Redefines == field)
            .Select(sibling => sibling.TotalLength)
            .DefaultIfEmpty(0)
            .Max();

    private byte[] Leaf(CopybookField field, int badIn)
    {
        var bytes = new byte[field.Length];
        var kind = random.Next(badIn);
        if (kind == 0) random.NextBytes(bytes);
        else if (kind == 1) Array.Fill(bytes, (byte)(random.Next(3) switch { 0 => 0x40, 1 => 0x00, _ => 0xFF }));
        else if (field.Usage is Usage.Packed or Usage.UnsignedPacked) Packed(field, bytes);
        else if (field.Usage == Usage.Display && field.Picture!.Category == PictureCategory.Numeric) Zoned(field, bytes);
        else if (field.Usage == Usage.Display) Text(bytes);
        else random.NextBytes(bytes);
        return bytes;
    }

    private void Packed(CopybookField field, byte[] bytes)
    {
        var zeros = random.Next(bytes.Length + 1);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i < zeros ? 0 : (random.Next(10) << 4) | random.Next(10));
        if (field.Usage == Usage.Packed) bytes[^1] = (byte)((bytes[^1] & 0xF0) | "CDFABE"u8[random.Next(2)] & 15 | 8);
    }

    private void Zoned(CopybookField field, byte[] bytes)
    {
        var zeros = random.Next(bytes.Length + 1);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(0xF0 + (i < zeros ? 0 : random.Next(10)));
        var sign = random.Next(3) switch { 0 => 0xC0, 1 => 0xD0, _ => 0xF0 };
        if (field.Sign is SignPlace.Leading) bytes[0] = (byte)(sign | (bytes[0] & 15));
        else if (field.Sign is SignPlace.Trailing) bytes[^1] = (byte)(sign | (bytes[^1] & 15));
        else bytes[field.Sign == SignPlace.LeadingSeparate ? 0 : ^1] = (byte)(random.Next(2) == 0 ? 0x4E : 0x60);
    }

    private void Text(byte[] bytes)
    {
        var used = random.Next(bytes.Length + 1);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i >= used ? 0x40 : random.Next(12) == 0 ? random.Next(256) : random.Next(0x81, 0xEA));
    }
}
