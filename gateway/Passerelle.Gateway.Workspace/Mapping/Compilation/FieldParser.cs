using System.Text.Json;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Reads target fields beside the schema that they must fit.</summary>
/// <param name="isPart">Records are parts: fields that they lack are left as they were, and required ones may be.</param>
internal sealed class FieldParser(NodeReader reader, bool isPart)
{
    private static readonly string[] Shapes = [.. ExpressionParser.Sources, "object", "array"];
    private static readonly string[] Keys = [.. Shapes, "separator", "convert", "onError", "when", "else"];

    /// <summary>The fields in the order of the schema.</summary>
    public FieldPlan[] Fields(ConfigMap map, SchemaNode schema, string pointer, ExpressionParser sources)
    {
        var names = schema.Properties.Select(p => p.Name).ToArray();
        var plans = new List<(int Order, FieldPlan Plan)>();
        foreach (var entry in map.Entries)
        {
            var order = Array.IndexOf(names, entry.Key);
            if (order < 0)
            {
                reader.Report(MappingCodes.UnknownTarget, entry.KeyLocation, entry.Value.Path, $"the contract has no field `{entry.Key}`", NearestName.Advice(entry.Key, names));
                continue;
            }

            var property = schema.Properties[order];
            if (Field(entry, property, pointer, sources) is { } plan) plans.Add((order, plan));
        }

        foreach (var name in schema.Required.Where(r => map[r] is null))
            reader.Report(MappingCodes.UnmappedTarget, map, $"the contract requires `{name}`, which is not mapped", $"add `{name}: {{ from: ... }}`");
        return [.. plans.OrderBy(p => p.Order).Select(p => p.Plan)];
    }

    private FieldPlan? Field(ConfigEntry entry, SchemaProperty property, string parent, ExpressionParser sources)
    {
        var rule = (property.Node.Types & SchemaTypes.Null) != 0 || (isPart && sources.IsRecord) ? AbsentRule.Null : property.RequiredIndex >= 0 ? AbsentRule.Fail : AbsentRule.Omit;
        var pointer = $"{parent}/{entry.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        return Plan(entry.Key, entry.Value, property.Node, pointer, rule, sources, isItem: false);
    }

    private FieldPlan? Plan(string name, ConfigNode node, SchemaNode schema, string pointer, AbsentRule absent, ExpressionParser sources, bool isItem)
    {
        var encoded = JsonEncodedText.Encode(name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var asText = (schema.Types & ~SchemaTypes.Null) == SchemaTypes.String;
        var mark = sources.UsedSlots.Count;
        if (node is ConfigScalar { Text: not null })
            return sources.Parse(node) is { } plain
                ? new ScalarPlan { Name = name, EncodedName = encoded, Pointer = pointer, Absent = absent, Source = plain, AsText = asText, IsItem = isItem, PartOf = PartOf(sources, mark) }
                : null;
        if (reader.Map(node) is not { } map) return null;
        reader.KnownKeys(map, Keys);
        if (Shapes.Count(s => map[s] is not null) != 1)
        {
            reader.Report(MappingCodes.OneSource, map, $"`{name}` needs exactly one source", $"write one of {string.Join(", ", Shapes)}");
            return null;
        }

        var when = map["when"] is { } condition ? sources.Condition(condition) : null;
        mark = sources.UsedSlots.Count;
        var otherwise = map["else"] is { } constant ? ExpressionParser.Constant(constant) : null;
        if (map["object"] is { } inner)
            return Fits(schema, SchemaTypes.Object, inner, name) && reader.Map(inner) is { } members
                ? new ObjectPlan { Name = name, EncodedName = encoded, Pointer = pointer, Absent = absent, When = when, Otherwise = otherwise, IsItem = isItem, Fields = Fields(members, schema, pointer, sources), PartOf = PartOf(sources, mark) }
                : null;
        if (map["array"] is { } array)
            return Fits(schema, SchemaTypes.Array, array, name) && reader.Map(array) is { } parts && Items(name, parts, schema, pointer, sources) is var (slot, index, item)
                ? new ArrayPlan { Name = name, EncodedName = encoded, Pointer = pointer, Absent = absent, When = when, Otherwise = otherwise, IsItem = isItem, Slot = slot, Index = index, Item = item, PartOf = PartOf(sources, mark) }
                : null;
        if (sources.Members(map) is not { } source) return null;
        var (rule, replacement) = OnError(map["onError"]);
        return new ScalarPlan
        {
            Name = name,
            EncodedName = encoded,
            Pointer = pointer,
            Absent = absent,
            When = when,
            Otherwise = otherwise,
            IsItem = isItem,
            Source = source,
            AsText = asText,
            OnError = rule,
            Replacement = replacement,
            PartOf = PartOf(sources, mark),
        };
    }

    /// <summary>Lists are replaced whole, so only fields of the record itself can be left out of a part.</summary>
    private int[]? PartOf(ExpressionParser sources, int mark) => isPart && sources.IsRecord ? [.. sources.UsedSlots.Skip(mark).Distinct()] : null;

    /// <summary><c>each</c> maps an element to an object, <c>item</c> to one value.</summary>
    private (int Slot, PathIndex Index, FieldPlan Item)? Items(string name, ConfigMap map, SchemaNode schema, string pointer, ExpressionParser sources)
    {
        reader.KnownKeys(map, ["from", "each", "item"]);
        var from = reader.Required(map, "from", "from: path.to.list");
        if ((map["each"] is null) == (map["item"] is null))
            reader.Report(MappingCodes.OneSource, map, "an array needs either `each` or `item`", "write `each: { field: ... }` for objects, `item: { from: . }` for single values");
        if (from is null || sources.Slot(from) is not { } slot) return null;
        var inner = sources.ForElements();
        var items = schema.Items ?? SchemaNode.Anything;
        var at = $"{pointer}/{FieldPlan.Element}";
        var absent = (items.Types & SchemaTypes.Null) != 0 ? AbsentRule.Null : AbsentRule.Omit;
        FieldPlan? item = null;
        if (map["each"] is { } each && Fits(items, SchemaTypes.Object, each, name) && reader.Map(each) is { } fields)
            item = new ObjectPlan { Name = name, EncodedName = default, Pointer = at, Absent = absent, IsItem = true, Fields = Fields(fields, items, at, inner) };
        else if (map["item"] is { } one)
            item = Plan(name, one, items, at, absent, inner, isItem: true);
        return item is null ? null : (slot, inner.Index, item);
    }

    private bool Fits(SchemaNode schema, SchemaTypes type, ConfigNode node, string name)
    {
        if ((schema.Types & type) != 0) return true;
        var word = type.ToString().ToLowerInvariant();
        reader.Report(MappingCodes.Shape, node, $"the contract has no {word} at `{name}`", $"map one value to it, or write `type: {word}` in the contract");
        return false;
    }

    private static (ErrorRule Rule, ConstantExpression? Constant) OnError(ConfigNode? node) => node switch
    {
        null or ConfigScalar { Text: "fail", IsQuoted: false } => (ErrorRule.Fail, null),
        ConfigScalar { Text: null } or ConfigScalar { Text: "null", IsQuoted: false } => (ErrorRule.Null, null),
        ConfigScalar { Text: "skip", IsQuoted: false } => (ErrorRule.Skip, null),
        _ => (ErrorRule.Constant, ExpressionParser.Constant(node)),
    };
}
