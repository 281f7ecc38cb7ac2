using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>What options say about segments and lengths by the names of a copybook's items.</summary>
public static class CopybookReferences
{
    /// <summary>An item by its name, preferably within one record.</summary>
    public static CopybookField? Find(CopybookLayout layout, CopybookField? within, string name) =>
        within?.Walk().FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? layout.Find(name);

    /// <summary>A test that an item has one of some values.</summary>
    /// <returns>Null, with what was expected, when name and values do not fit.</returns>
    public static Func<ReadOnlySpan<byte>, bool>? HasValue(
        RecordCodec codec, CopybookField? within, string name, IReadOnlyList<string> values, out string expected) =>
        Find(codec.Layout, within, name) is { IsGroup: false } field
            ? Test(codec, field, [.. values.Select(value => new ConditionValue(value, null, true))], out expected)
            : Nothing("the name of a leaf", out expected);

    /// <summary>A test that a condition name (88) holds.</summary>
    /// <returns>Null, with what was expected, when there is no such condition.</returns>
    public static Func<ReadOnlySpan<byte>, bool>? Holds(RecordCodec codec, CopybookField? within, string condition, out string expected)
    {
        foreach (var field in (within ?? codec.Layout.Root).Walk())
            foreach (var one in field.Conditions)
                if (!field.IsGroup && one.Name.Equals(condition, StringComparison.OrdinalIgnoreCase))
                    return Test(codec, field, one.Values, out expected);
        return Nothing("the name of an 88 level of a leaf", out expected);
    }

    /// <summary>Where an item stands and how a whole number is read there; null when it has no fixed place or is no number.</summary>
    public static HeadNumber? Number(CopybookLayout layout, string name, bool bigEndian, bool nativeBigEndian)
    {
        if (layout.Find(name) is not { IsGroup: false } field || !FieldReader.IsFixed(field) || field.Picture?.Scale > 0) return null;
        NumberForm? form = field.Usage switch
        {
            Usage.Packed => NumberForm.Packed,
            Usage.Binary or Usage.ByteBinary => bigEndian ? NumberForm.BigEndian : NumberForm.LittleEndian,
            Usage.NativeBinary => nativeBigEndian ? NumberForm.BigEndian : NumberForm.LittleEndian,
            Usage.LittleBinary => NumberForm.LittleEndian,
            Usage.Display => NumberForm.Digits,
            _ => null,
        };
        return form is null ? null : new HeadNumber(field.Offset, field.Length, form.Value);
    }

    private static Func<ReadOnlySpan<byte>, bool>? Test(
        RecordCodec codec, CopybookField field, IReadOnlyList<ConditionValue> values, out string expected)
    {
        if (!FieldReader.IsFixed(field)) return Nothing("a leaf that stands before all tables with DEPENDING ON", out expected);
        var compiler = new CodecCompiler(codec.Layout, codec.Options, new ProblemList(100));
        compiler.Compile();
        var test = ConditionTest.Create(field.Name, compiler.Leaf(field), values, out expected);
        if (test is null) return null;
        var (offset, length) = (field.Offset, field.Length);
        return segment => segment.Length >= offset + length && test.Holds(segment.Slice(offset, length));
    }

    private static Func<ReadOnlySpan<byte>, bool>? Nothing(string what, out string expected)
    {
        expected = what;
        return null;
    }
}
