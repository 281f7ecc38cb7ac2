using System.CommandLine;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Segments;

namespace Passerelle.Cli.Commands;

/// <summary>Options that say how records of several types go together.</summary>
internal sealed class CopybookSegmentOptions
{
    private readonly Option<string[]> _segments = CopybookValueOptions.Several("--segment", "A type of segment: an 01 level or a redefinition, the type that it belongs to, and how it is known.", "ITEM[<PARENT]=FIELD:VALUE,...|CONDITION");
    private readonly Option<string[]> _headers = CopybookValueOptions.Several("--header", "The file's header record and how it is known; it must be there; 'decode' writes it with --keep-raw only.", "ITEM=FIELD:VALUE,...|CONDITION");
    private readonly Option<string[]> _trailers = CopybookValueOptions.Several("--trailer", "The file's trailer record and how it is known; it must be there; 'decode' writes it with --keep-raw only.", "ITEM=FIELD:VALUE,...|CONDITION");
    private readonly Option<string[]> _ignored = CopybookValueOptions.Several("--ignore", "A type of record that is passed over.", "ITEM=FIELD:VALUE,...|CONDITION");
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
            .. result.GetValue(_headers)!.Select(text => Type("--header", text, codec, SegmentRole.Header)),
            .. result.GetValue(_trailers)!.Select(text => Type("--trailer", text, codec, SegmentRole.Trailer)),
            .. result.GetValue(_ignored)!.Select(text => Type("--ignore", text, codec, SegmentRole.Ignored)),
            .. result.GetValue(_segments)!.Select(text => Type("--segment", text, codec, SegmentRole.Data)),
        ];
        if (types.Length == 0) return null;
        if (types.All(type => type.Role != SegmentRole.Data)) types = [.. types, new SegmentType("record", new CopybookSegment(codec))];
        if (types.Where(type => type.Role == SegmentRole.Data).GroupBy(type => type.Name).FirstOrDefault(same => same.Count() > 1) is { } twice) throw CopybookCliErrors.Bad("--segment", "every item once", twice.Key, "Give all values of its field together, as FIELD:VALUE,VALUE.");
        foreach (var type in types)
        {
            if (type.Parent is not { } parent) continue;
            if (types.All(other => other.Name != parent || other.Role != SegmentRole.Data)) throw CopybookCliErrors.Bad("--segment", "a parent that is a segment itself", parent, "Give the parent with --segment too.");
            if (IsBelowItself(type, types)) throw CopybookCliErrors.Bad("--segment", "segments that belong to each other as a tree", $"{type.Name}<{parent}", "Let one of them have no parent: it begins a record.");
        }

        return new SegmentRules(types) { Flatten = result.GetValue(_flat), Workers = workers, RestFails = false, Reversible = codec.Options.KeepRaw };
    }

    private static bool IsBelowItself(SegmentType type, SegmentType[] types)
    {
        var at = type;
        for (var steps = 0; steps < types.Length && at?.Parent is not null; steps++) at = types.FirstOrDefault(other => other.Name == at.Parent);
        return at?.Parent is not null;
    }

    private static SegmentType Type(string option, string text, RecordCodec codec, SegmentRole role)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at == 0) throw CopybookCliErrors.Bad(option, "ITEM=FIELD:VALUE, ITEM=CONDITION or ITEM<PARENT=FIELD:VALUE", text, "Name the item, and the field and value that tell it.");
        var (name, parent) = (at < 0 ? text : text[..at]).Split('<') switch { [var own, var above] => (own.Trim(), above.Trim()), [var own] => (own.Trim(), null), _ => throw CopybookCliErrors.Bad(option, "one parent", text, "Name the segment that it belongs to directly.") };
        var item = Item(option, codec, name);
        var own01 = codec.Layout.Root.Level == 0 && item.Parent is { Level: 0 };
        var chosen = Chosen(codec, item);
        var atLeast = own01 || ReferenceEquals(chosen, codec) ? int.MaxValue : CopybookSegment.Shortest(codec.Layout, item);
        return new SegmentType(item.JsonName, new CopybookSegment(chosen, own01 ? item : null, atLeast))
        {
            Test = at < 0 ? null : Test(option, chosen, own01 ? item : null, text[(at + 1)..].Trim()),
            Role = role,
            Parent = parent is null ? null : Item(option, codec, parent).JsonName,
        };
    }

    private static CopybookField Item(string option, RecordCodec codec, string name) =>
        codec.Layout.Find(name) ?? throw CopybookCliErrors.Bad(option, "an item of the copybook", name, "'passerelle copybook show' lists them.");

    private static RecordCodec Chosen(RecordCodec codec, CopybookField item)
    {
        var isAlternative = item.Redefines is not null || (item.Parent?.Children.Any(other => other.Redefines == item) ?? false);
        if (!isAlternative) return codec;
        return CopybookValueOptions.Compile(codec.Layout, codec.Options with { Redefines = [new RedefinesChoice { Alternative = item.Path }, .. codec.Options.Redefines] });
    }

    private static Func<ReadOnlySpan<byte>, bool> Test(string option, RecordCodec codec, CopybookField? only, string test)
    {
        var colon = test.IndexOf(':', StringComparison.Ordinal);
        var found = colon < 0
            ? CopybookReferences.Holds(codec, only, test, out var expected)
            : CopybookReferences.HasValue(codec, only, test[..colon].Trim(), [.. test[(colon + 1)..].Split(',').Select(value => value.Trim())], out expected);
        return found ?? throw CopybookCliErrors.Bad(option, expected, colon < 0 ? test : test[..colon].Trim(), "'passerelle copybook show' lists items and their 88 levels.");
    }
}
