using System.CommandLine;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Segments;

namespace Passerelle.Cli.Commands;

/// <summary>Options that say how records of several types go together.</summary>
internal sealed class CopybookSegmentOptions
{
    private readonly Option<string[]> _segments = CopybookValueOptions.Several("--segment", "A type of segment: an 01 level or a redefinition, the type that it belongs to, and how it is known.", "ITEM[<PARENT]=FIELD:VALUE,...");
    private readonly Option<string[]> _headers = CopybookValueOptions.Several("--header", "The file's header record and how it is known; it must be there and is not written.", "ITEM=FIELD:VALUE,...");
    private readonly Option<string[]> _trailers = CopybookValueOptions.Several("--trailer", "The file's trailer record and how it is known; it must be there and is not written.", "ITEM=FIELD:VALUE,...");
    private readonly Option<string[]> _ignored = CopybookValueOptions.Several("--ignore", "A type of record that is passed over.", "ITEM=FIELD:VALUE,...");
    private readonly Option<bool> _flat = new("--flatten") { Description = "Write every segment as a record of its own, with the ids of those it belongs to." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _segments, _headers, _trailers, _ignored, _flat }) command.Add(option);
    }

    /// <summary>Null when the file has records of one type only.</summary>
    public SegmentRules? Read(ParseResult result, RecordCodec codec, int workers)
    {
        SegmentType[] types =
        [
            .. result.GetValue(_headers)!.Select(text => Type(text, codec, SegmentRole.Header)),
            .. result.GetValue(_trailers)!.Select(text => Type(text, codec, SegmentRole.Trailer)),
            .. result.GetValue(_ignored)!.Select(text => Type(text, codec, SegmentRole.Ignored)),
            .. result.GetValue(_segments)!.Select(text => Type(text, codec, SegmentRole.Data)),
        ];
        if (types.Length == 0) return null;
        if (types.All(type => type.Role != SegmentRole.Data)) types = [.. types, new SegmentType("record", new CopybookSegment(codec))];
        foreach (var type in types)
            if (type.Parent is { } parent && types.All(other => other.Name != parent))
                throw CopybookCliErrors.Bad("--segment", "a parent that is a segment itself", parent, "Give the parent with --segment too.");
        return new SegmentRules(types) { Flatten = result.GetValue(_flat), Workers = workers, RestFails = false };
    }

    private static SegmentType Type(string text, RecordCodec codec, SegmentRole role)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (at < 1 || colon < at) throw CopybookCliErrors.Bad("--segment", "ITEM=FIELD:VALUE or ITEM<PARENT=FIELD:VALUE", text, "Name the item, the field that tells it, and the field's value.");
        var (name, parent) = text[..at].Split('<') switch { [var own, var above] => (own.Trim(), above.Trim()), _ => (text[..at].Trim(), null) };
        var item = codec.Layout.Find(name) ?? throw CopybookCliErrors.Bad("--segment", "an item of the copybook", name, "'passerelle copybook show' lists them.");
        var own01 = item.Parent is { Level: 0 } || (item.Parent is null && item.Level == 0);
        var layout = new CopybookSegment(Chosen(codec, item), own01 && codec.Layout.Root.Level == 0 ? item : null);
        return new SegmentType(item.JsonName, layout) { Test = Test(codec, text[(at + 1)..colon].Trim(), text[(colon + 1)..].Split(',')), Role = role, Parent = parent?.ToUpperInvariant() };
    }

    private static RecordCodec Chosen(RecordCodec codec, CopybookField item)
    {
        var isAlternative = item.Redefines is not null || (item.Parent?.Children.Any(other => other.Redefines == item) ?? false);
        if (!isAlternative) return codec;
        return CopybookValueOptions.Compile(codec.Layout, codec.Options with { Redefines = [.. codec.Options.Redefines, new RedefinesChoice { Alternative = item.Path }] });
    }

    private static Func<ReadOnlySpan<byte>, bool> Test(RecordCodec codec, string name, string[] values)
    {
        var field = codec.NewFieldReader(name) ?? throw CopybookCliErrors.Bad("--segment", "a field at a fixed place", name, "Name a leaf that stands before all tables with DEPENDING ON.");
        if (field.Field.Picture?.Category != PictureCategory.Numeric) return record => field.ReadText(record) is { } text && values.Contains(text.Trim());
        var numbers = values.Select(value => decimal.TryParse(value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number : throw CopybookCliErrors.Bad("--segment", $"numbers for {name}", value, "Give the values as plain numbers.")).ToArray();
        return record => field.TryReadDecimal(record, out var found) && numbers.Contains(found);
    }
}
