using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Compiles bound target fields beside the schema that they must fit.</summary>
/// <param name="isPart">Records are parts: fields that they lack are left as they were, and required ones may be.</param>
internal sealed class FieldParser(IProblemSink problems, bool isPart)
{
    /// <summary>The fields in the order of the schema.</summary>
    public FieldPlan[] Fields(BoundMap fields, SchemaNode schema, string pointer, ExpressionParser sources)
    {
        var names = schema.Properties.Select(p => p.Name).ToArray();
        var plans = new List<(int Order, FieldPlan Plan)>();
        foreach (var entry in fields.Map.Entries)
        {
            var order = Array.IndexOf(names, entry.Key);
            if (order < 0)
            {
                problems.Report(MappingCodes.UnknownTarget, entry.KeyLocation, entry.Value.Path, $"the contract has no field `{entry.Key}`",
                    NearestName.Repair(entry.Key, names, "remove it"));
            }
            else if (fields[entry.Key] is { } field && Field(entry.Key, field, schema.Properties[order], pointer, sources) is { } plan)
                plans.Add((order, plan));
        }

        foreach (var name in schema.Required.Where(r => fields.Map[r] is null))
        {
            problems.Report(MappingCodes.UnmappedTarget, fields.Map, $"the contract requires `{name}`, which is not mapped",
                $"add `{name}: {{ from: ... }}`");
        }

        return [.. plans.OrderBy(p => p.Order).Select(p => p.Plan)];
    }

    private FieldPlan? Field(string name, BoundValue field, SchemaProperty property, string parent, ExpressionParser sources)
    {
        var absent = (property.Node.Types & SchemaTypes.Null) != 0 || (isPart && sources.IsRecord) ? AbsentRule.Null
            : property.RequiredIndex >= 0 ? AbsentRule.Fail
            : AbsentRule.Omit;
        var pointer = $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        return Plan(new FieldTarget(name, pointer, absent), field, property.Node, sources);
    }

    private FieldPlan? Plan(FieldTarget target, BoundValue field, SchemaNode schema, ExpressionParser sources)
    {
        var asText = (schema.Types & ~SchemaTypes.Null) == SchemaTypes.String;
        var mark = sources.UsedSlots.Count;
        if (field.Content is not BoundOptions map)
        {
            return sources.Parse(field) is { } plain
                ? new ScalarPlan(target) { Source = plain, AsText = asText, PartOf = PartOf(sources, mark) }
                : null;
        }

        var when = sources.Condition(map.Value("when"));
        var otherwise = map.Map["else"] is { } constant ? ExpressionParser.Constant(constant) : null;
        mark = sources.UsedSlots.Count;
        if (map.Value("object") is { } inner)
        {
            return Fits(schema, SchemaTypes.Object, inner.Node, target.Name)
                && Fields((BoundMap)inner.Content, schema, target.Pointer, sources) is var fields
                ? new ObjectPlan(target) { When = when, Otherwise = otherwise, Fields = fields, PartOf = PartOf(sources, mark) }
                : null;
        }

        if (map.Value("array") is { } array)
        {
            return Fits(schema, SchemaTypes.Array, array.Node, target.Name)
                && Items(target, (BoundOptions)array.Content, schema, sources) is var (slot, index, item)
                ? new ArrayPlan(target)
                {
                    When = when,
                    Otherwise = otherwise,
                    Slot = slot,
                    Index = index,
                    Item = item,
                    PartOf = PartOf(
                    sources, mark)
                }
                : null;
        }

        if (sources.Members(map) is not { } source) return null;
        var (onError, replacement) = OnError(map.Map["onError"]);
        return new ScalarPlan(target)
        {
            When = when,
            Otherwise = otherwise,
            Source = source,
            AsText = asText,
            OnError = onError,
            Replacement = replacement,
            PartOf = PartOf(sources, mark),
        };
    }

    /// <summary>Lists are replaced whole, so only fields of the record itself can be left out of a part.</summary>
    private int[]? PartOf(ExpressionParser sources, int mark) =>
        isPart && sources.IsRecord ? [.. sources.UsedSlots.Skip(mark).Distinct()] : null;

    /// <summary><c>each</c> maps an element to an object, <c>item</c> to one value.</summary>
    private (int Slot, PathIndex Index, FieldPlan Item)? Items(
        FieldTarget target, BoundOptions array, SchemaNode schema, ExpressionParser sources)
    {
        if (array.Value("from") is not { } from || sources.Slot(from) is not { } slot) return null;
        var inner = sources.ForElements();
        var items = schema.Items ?? SchemaNode.Anything;
        var absent = (items.Types & SchemaTypes.Null) != 0 ? AbsentRule.Null : AbsentRule.Omit;
        var element = new FieldTarget(target.Name, $"{target.Pointer}/{FieldTarget.Element}", absent) { IsItem = true };
        FieldPlan? item = null;
        if (array.Value("each") is { } each && Fits(items, SchemaTypes.Object, each.Node, target.Name))
            item = new ObjectPlan(element) { Fields = Fields((BoundMap)each.Content, items, element.Pointer, inner) };
        else if (array.Value("item") is { } one)
            item = Plan(element, one, items, inner);
        return item is null ? null : (slot, inner.Index, item);
    }

    private bool Fits(SchemaNode schema, SchemaTypes type, ConfigNode node, string name)
    {
        if ((schema.Types & type) != 0) return true;
        var word = type.ToString().ToLowerInvariant();
        problems.Report(MappingCodes.Shape, node, $"the contract has no {word} at `{name}`",
            $"map one value to it, or write `type: {word}` in the contract");
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
