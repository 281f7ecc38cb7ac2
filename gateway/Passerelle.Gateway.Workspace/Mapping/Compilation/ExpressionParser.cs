using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Reads sources, their converters and conditions. One parser for the record and one for each list's elements.</summary>
internal sealed class ExpressionParser(PathIndex index, ExpressionParser? root, NodeReader reader, ILookupSource lookups)
{
    public static readonly string[] Sources = ["from", "value", "firstOf", "concat", "jmesPath"];
    private static readonly string[] Keys = [.. Sources, "separator", "convert"];
    private static readonly string[] Tests = ["is", "equals", "notEquals", "in", "notIn", "matches"];

    public PathIndex Index => index;

    public NodeReader Reader => reader;

    /// <summary>Every source path read so far, for the lint of keys.</summary>
    public List<(string Path, ConfigNode Node)> Paths { get; } = [];

    /// <summary>Every slot asked for so far, with repetitions.</summary>
    public List<int> UsedSlots { get; } = [];

    /// <summary>Reads the record itself, not the elements of a list in it.</summary>
    public bool IsRecord => root is null;

    public List<ConfigNode> LookupNodes { get; } = [];

    public List<ConfigNode> JmesNodes { get; } = [];

    /// <summary>A parser for the elements of a list; <c>$.</c> paths in it go to the record.</summary>
    public ExpressionParser ForElements() => new(new PathIndex(), root ?? this, reader, lookups);

    public Expression? Parse(ConfigNode node)
    {
        if (node is ConfigScalar { Text: not null }) return Source(node);
        if (reader.Map(node) is not { } map) return null;
        reader.KnownKeys(map, Keys);
        return Sources.Count(k => map[k] is not null) == 1 ? Members(map) : OneSource(map);
    }

    /// <summary>Reads the source keys and <c>convert</c> of a map whose other keys the caller knows.</summary>
    public Expression? Members(ConfigMap map)
    {
        var inner = Inner(map);
        if (map["convert"] is not { } convert || inner is null) return inner;
        var nodes = convert is ConfigList list ? list.Items : [convert];
        LookupNodes.AddRange(nodes.Where(n => n is ConfigMap { Entries: [{ Key: "lookup" }] }));
        var converters = nodes.Select(n => ConverterCatalogue.Create(n, reader, lookups)).OfType<Converter>().ToArray();
        return new ConvertExpression(inner, converters);
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

    public int? Slot(ConfigNode node)
    {
        if (Path(node) is not { } path) return null;
        var slot = index.Add(path);
        UsedSlots.Add(slot);
        return slot;
    }

    private Expression? OneSource(ConfigMap map)
    {
        reader.Report(MappingCodes.OneSource, map, "exactly one source is needed", $"write one of {string.Join(", ", Sources)}");
        return null;
    }

    private Expression? Inner(ConfigMap map)
    {
        var separator = reader.Text(map["separator"]) ?? "";
        if (map["from"] is { } from) return from is ConfigList list ? new ConcatExpression(All(list), separator) : Source(from);
        if (map["value"] is { } value) return Constant(value);
        if (map["firstOf"] is { } first) return new FirstOfExpression(All(first));
        if (map["concat"] is { } concat) return new ConcatExpression(All(concat), separator);
        return map["jmesPath"] is { } jmes ? Jmes(jmes) : null;
    }

    private Expression[] All(ConfigNode node)
    {
        if (node is ConfigList { Items.Count: > 0 } list) return [.. list.Items.Select(Parse).OfType<Expression>()];
        reader.Report(MappingCodes.WrongNode, node, $"a list of sources is expected, {NodeReader.Kind(node)} was found", "write `[a, b]`");
        return [];
    }

    private SourceExpression? Source(ConfigNode node)
    {
        if (reader.Text(node) is { } text && root is not null && text.StartsWith("$.", StringComparison.Ordinal))
            return root.Slot(node) is { } outer ? new SourceExpression(outer, true) : null;
        return Slot(node) is { } slot ? new SourceExpression(slot, false) : null;
    }

    /// <summary>Dots go into nested objects; <c>\.</c> is a dot in a name; a single dot is the value itself.</summary>
    private string[]? Path(ConfigNode node)
    {
        if (reader.Text(node) is not { } text) return null;
        Paths.Add((text, node));
        if (text == ".") return [];
        var bare = text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text;
        var parts = bare.Replace("\\.", "\u0001", StringComparison.Ordinal).Split('.').Select(p => p.Replace('\u0001', '.')).ToArray();
        if (parts.All(p => p.Length > 0)) return parts;
        reader.Report(MappingCodes.BadPath, node, $"the path '{text}' has an empty part", "write names joined by single dots");
        return null;
    }

    private JmesPathExpression? Jmes(ConfigNode node)
    {
        if (reader.Text(node) is not { } text) return null;
        JmesNodes.Add(node);
        if (JmesPathExpression.Check(text) is not { } error) return new JmesPathExpression(text);
        reader.Report(MappingCodes.BadJmesPath, node, $"the JMESPath cannot be compiled: {error}", "correct the expression");
        return null;
    }

    public Condition? Condition(ConfigNode? node)
    {
        if (reader.Map(node) is not { } map) return null;
        if (map.Entries is [{ Key: "all" or "any" } group])
        {
            var inner = group.Value is ConfigList list ? list.Items.Select(Condition).OfType<Condition>().ToArray() : [];
            return new GroupCondition(inner, stopAt: group.Key == "any");
        }

        if (map.Entries is [{ Key: "not" } negation]) return Condition(negation.Value) is { } negated ? new NotCondition(negated) : null;
        reader.KnownKeys(map, ["field", .. Tests]);
        var tests = map.Entries.Where(e => Tests.Contains(e.Key)).ToArray();
        if (map["field"] is { } field && tests.Length == 1) return Source(field) is { } source ? Test(source, tests[0]) : null;
        reader.Report(MappingCodes.BadCondition, map, "a condition names a field and one test", $"write `{{ field: name, is: empty }}`; the tests are {string.Join(", ", Tests)}; all, any and not combine them");
        return null;
    }

    private Condition? Test(Expression source, ConfigEntry test)
    {
        var texts = reader.Texts(test.Value).Select(t => t.Text).ToArray();
        switch (test.Key)
        {
            case "equals" or "in": return new EqualCondition(source, texts, true);
            case "notEquals" or "notIn": return new EqualCondition(source, texts, false);
            case "is" when texts is ["empty" or "present"]: return new EmptyCondition(source, texts[0] == "empty");
            case "matches" when texts.Length == 1 && DataContracts.Schemas.SchemaPattern.TryCompile(texts[0], out var pattern, out _): return new MatchCondition(source, pattern);
        }

        reader.Report(MappingCodes.BadCondition, test.Value, $"`{test.Key}` cannot be {NodeReader.Kind(test.Value)}", test.Key == "is" ? "write `empty` or `present`" : "correct the regular expression");
        return null;
    }
}
