using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Mapping.Values;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Compiles bound sources, their converters and conditions. One parser for the record and one for each list's elements.</summary>
internal sealed class ExpressionParser(PathIndex index, ExpressionParser? root, IProblemSink problems, ILookupSource lookups)
{
    public PathIndex Index => index;

    /// <summary>Every source path read so far, for the lint of keys.</summary>
    public List<(string Path, ConfigNode Node)> Paths { get; } = [];

    /// <summary>Every slot asked for so far, with repetitions.</summary>
    public List<int> UsedSlots { get; } = [];

    /// <summary>Reads the record itself, not the elements of a list in it.</summary>
    public bool IsRecord => root is null;

    public List<ConfigNode> LookupNodes { get; } = [];

    /// <summary>A parser for the elements of a list; <c>$.</c> paths in it go to the record.</summary>
    public ExpressionParser ForElements() => new(new PathIndex(), root ?? this, problems, lookups);

    /// <summary>A path, or a map with a source in it; null when a problem was reported.</summary>
    public Expression? Parse(BoundValue source) => source.Content is BoundOptions map ? Members(map) : Source(source);

    /// <summary>Reads the source and <c>convert</c> of a map whose other members the caller reads.</summary>
    public Expression? Members(BoundOptions map)
    {
        var inner = Inner(map);
        if (map.Value("convert") is not { Content: IReadOnlyList<BoundValue> tags } || inner is null) return inner;
        LookupNodes.AddRange(tags.Where(t => t.Content is BoundTag { Name: "lookup" }).Select(t => t.Node));
        return new ConvertExpression(
            inner, [.. tags.Select(t => ConverterCatalogue.Create((BoundTag)t.Content, lookups, problems)).OfType<Converter>()]);
    }

    public static ConstantExpression Constant(ConfigNode node)
    {
        var json = NodeJson.ToElement(node);
        return json.ValueKind switch
        {
            System.Text.Json.JsonValueKind.Null => new(CellKind.Null, ""),
            System.Text.Json.JsonValueKind.String => new(CellKind.Text, json.GetString()!),
            System.Text.Json.JsonValueKind.Number => new(CellKind.Number, json.GetRawText()),
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => new(CellKind.Boolean, json.GetRawText()),
            _ => new(CellKind.Json, json.GetRawText()),
        };
    }

    public int? Slot(BoundValue path)
    {
        if (Path(path) is not { } parts) return null;
        var slot = index.Add(parts);
        UsedSlots.Add(slot);
        return slot;
    }

    public Condition? Condition(BoundValue? condition)
    {
        if (condition?.Content is not BoundOptions map) return null;
        if (map.Value("all") is { } all) return Group(all, stopAt: false);
        if (map.Value("any") is { } any) return Group(any, stopAt: true);
        if (map.Value("not") is { } not) return Condition(not) is { } negated ? new NotCondition(negated) : null;
        return map.Value("field") is { } field && Source(field) is { } source ? Test(source, map) : null;
    }

    private GroupCondition Group(BoundValue conditions, bool stopAt) =>
        new([.. ((IReadOnlyList<BoundValue>)conditions.Content).Select(Condition).OfType<Condition>()], stopAt);

    private Condition? Test(Expression source, BoundOptions map)
    {
        var test = MappingSpecs.Tests.FirstOrDefault(t => map.Value(t) is not null);
        return test switch
        {
            "equals" or "in" => new EqualCondition(source, [.. map.TextList(test)], true),
            "notEquals" or "notIn" => new EqualCondition(source, [.. map.TextList(test)], false),
            "is" => new EmptyCondition(source, map.Text(test) == "empty"),
            "matches" => Match(source, map.Value(test)!),
            _ => null,
        };
    }

    private MatchCondition? Match(Expression source, BoundValue text)
    {
        if (SchemaPattern.TryCompile((string)text.Content, out var pattern, out var error)) return new MatchCondition(source, pattern);
        problems.Report(MappingCodes.BadCondition, text.Node, $"the pattern cannot be compiled: {error}", "correct the regular expression");
        return null;
    }

    private Expression? Inner(BoundOptions map)
    {
        var separator = map.Text("separator")!;
        if (map.Value("from") is { } from) return from.Content is string ? Source(from) : new ConcatExpression(All(from), separator);
        if (map.Value("value") is { } value) return Constant(value.Node);
        if (map.Value("firstOf") is { } first) return new FirstOfExpression(All(first));
        if (map.Value("concat") is { } concat) return new ConcatExpression(All(concat), separator);
        return map.Value("jmesPath") is { } jmes ? Jmes(jmes) : null;
    }

    private Expression[] All(BoundValue sources) => [.. ((IReadOnlyList<BoundValue>)sources.Content).Select(Parse).OfType<Expression>()];

    private SourceExpression? Source(BoundValue path)
    {
        if (root is not null && path.Content is string text && text.StartsWith("$.", StringComparison.Ordinal))
            return root.Slot(path) is { } outer ? new SourceExpression(outer, true) : null;
        return Slot(path) is { } slot ? new SourceExpression(slot, false) : null;
    }

    /// <summary>Dots go into nested objects; <c>\.</c> is a dot in a name; a single dot is the value itself.</summary>
    private string[]? Path(BoundValue path)
    {
        var text = (string)path.Content;
        Paths.Add((text, path.Node));
        if (text == ".") return [];
        var bare = text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text;
        var parts = bare.Replace("\\.", "\u0001", StringComparison.Ordinal).Split('.').Select(p => p.Replace('\u0001', '.')).ToArray();
        if (parts.All(p => p.Length > 0)) return parts;
        problems.Report(MappingCodes.BadPath, path.Node, $"the path '{text}' has an empty part", "write names joined by single dots");
        return null;
    }

    private JmesPathExpression? Jmes(BoundValue expression)
    {
        var text = (string)expression.Content;
        if (JmesPathExpression.Check(text) is not { } error) return new JmesPathExpression(text);
        problems.Report(MappingCodes.BadJmesPath, expression.Node, $"the JMESPath cannot be compiled: {error}", "correct the expression");
        return null;
    }
}
