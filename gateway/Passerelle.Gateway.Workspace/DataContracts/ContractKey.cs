using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>A key is made of required members that are one value each.</summary>
internal static class ContractKey
{
    private const SchemaTypes Allowed = SchemaTypes.String | SchemaTypes.Integer;

    public static void Check(IReadOnlyList<(string Text, ConfigNode Node)> key, ConfigMap schema, SchemaNode root, NodeReader reader)
    {
        if (root.Types != SchemaTypes.Object)
            reader.Report(ContractCodes.KeywordValue, schema, "a contract's value is an object", "write `type: object` at the top of the schema");
        foreach (var (name, node) in key) Member(name, node, root, reader);
        if (key.GroupBy(k => k.Text).FirstOrDefault(g => g.Count() > 1) is { } twice)
            reader.Report(ContractCodes.BadKey, twice.Last().Node, $"`{twice.Key}` stands twice in the key", "name each member once");
    }

    private static void Member(string name, ConfigNode node, SchemaNode root, NodeReader reader)
    {
        var property = root.Properties.FirstOrDefault(p => p.Name == name);
        if (property is null)
            reader.Report(ContractCodes.BadKey, node, $"the key member `{name}` is not in the schema", NearestName.Advice(name, [.. root.Properties.Select(p => p.Name)]));
        else if (property.RequiredIndex < 0)
            reader.Report(ContractCodes.BadKey, node, $"the key member `{name}` is not required", $"add `{name}` to `required` in the schema");
        else if ((property.Node.Types & ~Allowed) != 0)
            reader.Report(ContractCodes.BadKey, node, $"the key member `{name}` must be a string or an integer and nothing else", $"write `type: string` for `{name}`");
    }
}
