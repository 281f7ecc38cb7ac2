using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Compiles a layout once into nodes; reports every option that does not fit.</summary>
internal sealed class CodecCompiler(CopybookLayout layout, CodecOptions options, ProblemList problems)
{
    private readonly Dictionary<CopybookField, int> _slots = [];
    private readonly Dictionary<CopybookField, CodePage> _pages = [];
    private readonly Dictionary<CopybookView, (int Start, int End)> _views = [];
    private readonly List<(CopybookField Alternative, CopybookField? Field, string Name, IReadOnlyList<ConditionValue> Values)> _choices =
        [];

    public int Slots => _slots.Count;

    public LeafCodec Leaf(CopybookField field)
    {
        var page = _pages.GetValueOrDefault(field, options.CodePage);
        var numeric = field.Picture?.Category == PictureCategory.Numeric;
        return field.Usage switch
        {
            Usage.Packed or Usage.UnsignedPacked => new PackedCodec(field),
            Usage.Binary or Usage.ByteBinary => new BinaryCodec(field, options.BinaryBigEndian),
            Usage.NativeBinary or Usage.Index => new BinaryCodec(field, options.NativeBigEndian),
            Usage.LittleBinary => new BinaryCodec(field, false),
            Usage.ShortFloat or Usage.LongFloat => new FloatCodec(field, options.Floats, options.NativeBigEndian),
            Usage.National => new NationalCodec(field, options.NativeBigEndian, options.Trim),
            Usage.Pointer => new HexCodec(field),
            Usage.DoubleByte =>
                page.DoubleBytes is { } pairs ? new DoubleByteCodec(field, page.Name, pairs, options.Trim) : new HexCodec(field),
            _ when numeric => new ZonedCodec(field, page, options.EbcdicSigns),
            _ when page.IsMixed => new MixedTextCodec(field, page, options.Trim),
            _ when page is { IsDoubleByteOnly: true, DoubleBytes: { } pairs } && field.Length % 2 == 0 =>
                new DoubleByteCodec(field, page.Name, pairs, options.Trim),
            _ => new TextCodec(field, page, options.Trim),
        };
    }

    public GroupNode Compile()
    {
        foreach (var (name, page) in options.FieldCodePages)
        {
            if (layout.Find(name) is not { } target) Problem(name, "the name of an item in the code pages of fields", $"'{name}'");
            else
                foreach (var field in target.Walk()) _pages[field] = page;
        }

        foreach (var choice in options.Redefines) AddChoice(choice);
        foreach (var field in layout.Root.Walk())
            if (field.DependingOn is { } counter) Slot(counter);
        if (options.Views && layout.Root.IsVariable)
            foreach (var view in layout.Views) _views[view] = Places(view);
        return layout.Root.IsGroup ? Group(layout.Root, true) : throw new InvalidOperationException("A layout's root is a group.");
    }

    /// <summary>Slots with the place of a view's first leaf and of the leaf after it;
    /// -1 where the place is fixed, or the record's end.</summary>
    public (int Start, int End) SlotsOf(CopybookView view) => _views.GetValueOrDefault(view, (-1, -1));

    private (int Start, int End) Places(CopybookView view)
    {
        var after = layout.Root.Walk()
            .SkipWhile(field => field != view.Thru)
            .FirstOrDefault(field => !field.IsGroup && field.Redefines is null && !view.Thru.Walk().Contains(field));
        return (Slot(view.From.Walk().First(field => !field.IsGroup)), after is null ? -1 : Slot(after));
    }

    private int Slot(CopybookField field) => _slots.TryGetValue(field, out var slot) ? slot : _slots[field] = _slots.Count;

    private void Problem(string path, string expected, string found, string hint = "Correct the option.") =>
        problems.Add(CopybookErrors.Option, layout.Root.At, path, expected, found, hint);

    private void AddChoice(RedefinesChoice choice)
    {
        if (layout.Find(choice.Alternative) is not { } alternative)
        {
            Problem(choice.Alternative, "the name of a redefinition", $"'{choice.Alternative}'");
            return;
        }

        if (alternative.Redefines is null && !(alternative.Parent ?? layout.Root).Children.Any(sibling => sibling.Redefines == alternative))
            Problem(choice.Alternative, "an item that is redefined or redefines another", $"'{choice.Alternative}'");
        else if (choice.Condition is { } name)
        {
            var owner = layout.Root.Walk().FirstOrDefault(
                field => field.Conditions.Any(condition => condition.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
            if (owner is null || owner.IsGroup)
            {
                Problem(name, "the name of an 88 level of a leaf", $"'{name}'");
                return;
            }

            var condition = owner.Conditions.First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            Choice(alternative, owner, name, condition.Values);
        }
        else if (choice.Field is { } fieldName)
        {
            var field = layout.Find(fieldName);
            if (field is null || field.IsGroup) Problem(fieldName, "the name of a leaf", $"'{fieldName}'");
            else Choice(alternative, field, fieldName, [.. choice.Values.Select(value => new ConditionValue(value, null, true))]);
        }
        else _choices.Add((alternative, null, "", []));
    }

    private void Choice(CopybookField alternative, CopybookField field, string name, IReadOnlyList<ConditionValue> values)
    {
        Slot(field);
        _choices.Add((alternative, field, name, values));
    }

    private GroupNode Group(CopybookField field, bool isRecord = false)
    {
        var members = new List<Node>();
        var areas = field.ChildList.Where(child => child.Redefines is not null).ToLookup(child => child.Redefines!);
        foreach (var child in field.ChildList)
        {
            if (child.Redefines is not null) continue;
            members.Add(areas.Contains(child) ? Area(child, areas[child], field.Level == 0) : Item(child));
        }

        var ignored = isRecord ? layout.Views.Select(view => view.Name).Append("~tail") : [];
        return new GroupNode(
            field, [.. members], options.KeepRaw, isRecord, [.. ignored, .. field.Conditions.Select(condition => condition.Name)]);
    }

    private AreaNode Area(CopybookField first, IEnumerable<CopybookField> others, bool wholeRecord)
    {
        CopybookField[] fields = [first, .. others];
        var choices = new List<AreaChoice>();
        foreach (var (alternative, field, name, values) in _choices)
        {
            var index = Array.IndexOf(fields, alternative);
            if (index < 0) continue;
            var test = field is null ? null : Test(name, Leaf(field), values);
            var inside = field is not null && fields.Any(candidate => candidate.Walk().Contains(field));
            choices.Add(new AreaChoice(index, test, inside, field is null ? 0 : inside ? field.Offset - first.Offset : Slot(field)));
        }

        return new AreaNode([.. fields.Select(Item)], [.. choices], wholeRecord, options.KeepRaw);
    }

    private ConditionTest? Test(string name, LeafCodec codec, IReadOnlyList<ConditionValue> values)
    {
        var test = ConditionTest.Create(name, codec, values, out var expected);
        if (test is null)
            Problem(name, $"values that suit {codec.Field.Name}: {expected}", string.Join(", ", values.Select(value => value.Low)));
        return test;
    }

    private Node Item(CopybookField field)
    {
        var element = field.IsGroup ? (Node)Group(field) : LeafNode(field);
        if (!field.IsTable) return element;
        var slot = field.DependingOn is { } counter ? Slot(counter) : -1;
        return new TableNode(element, slot, layout.Options.Odo == OdoStorage.Full, options.KeepRaw);
    }

    private LeafNode LeafNode(CopybookField field)
    {
        var codec = Leaf(field);
        var slot = _slots.GetValueOrDefault(field, -1);
        var page = _pages.GetValueOrDefault(field, options.CodePage);
        ConditionTest[] conditions = options.Conditions
            ? [.. field.Conditions.Select(condition => Test(condition.Name, codec, condition.Values)).OfType<ConditionTest>()]
            : [];
        return new LeafNode(codec, options, page.Space)
        {
            CountSlot = slot,
            PositionSlot = slot,
            Conditions = conditions,
            IsHidden = field.IsFiller && !options.KeepFiller && !options.KeepRaw,
        };
    }
}
