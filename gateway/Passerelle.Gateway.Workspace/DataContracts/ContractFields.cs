using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>What a schema can't say of its fields: the <c>fields</c> map of a contract, by dotted path.</summary>
internal sealed class ContractFields
{
    public Dictionary<string, Classification> Classifications { get; } = new(StringComparer.Ordinal);

    public List<ContractField> Filterable { get; } = [];

    public List<ContractField> Sortable { get; } = [];

    public static ContractFields Read(BoundOptions contract, SchemaNode root, IProblemSink problems)
    {
        var fields = new ContractFields();
        var rules = contract.ObjectMap("fields");
        foreach (var entry in (contract.Map["fields"] as ConfigMap)?.Entries ?? [])
            fields.Entry(entry, rules.GetValueOrDefault(entry.Key) as BoundOptions, root, problems);
        return fields;
    }

    private void Entry(ConfigEntry entry, BoundOptions? rules, SchemaNode root, IProblemSink problems)
    {
        var path = entry.Key.Split('.');
        var node = Find(root, path, out var known);
        if (node is null)
        {
            problems.Report(ContractCodes.BadField, entry.KeyLocation, entry.Value.Path, $"the schema has no field `{entry.Key}`",
                NearestName.Repair(path[^1], known, "remove it"));
            return;
        }

        if (rules is null) return;
        if (rules.Text("classification") is { } text) Classifications[entry.Key] = Enum.Parse<Classification>(text, ignoreCase: true);
        Index(rules, "filterable", Filterable, path, node);
        Index(rules, "sortable", Sortable, path, node);
    }

    private static SchemaNode? Find(SchemaNode root, string[] path, out string[] known)
    {
        var at = root;
        known = [];
        foreach (var part in path)
        {
            known = [.. at.Properties.Select(p => p.Name)];
            var next = at.Properties.FirstOrDefault(p => p.Name == part)?.Node;
            if (next is null) return null;
            at = next;
        }

        return at;
    }

    private static void Index(BoundOptions rules, string key, List<ContractField> target, string[] path, SchemaNode node)
    {
        if (!rules.Boolean(key)) return;
        if (FieldTypeOf(node.Types) is { } type) target.Add(new ContractField(path, type));
        else
            rules.Report(
                key, ContractCodes.NotScalar, $"`{string.Join('.', path)}` is not one text, number or boolean and cannot be {key}",
                $"remove `{key}`, or name a scalar field inside it");
    }

    private static FieldType? FieldTypeOf(SchemaTypes types) => (types & ~SchemaTypes.Null) switch
    {
        SchemaTypes.String => FieldType.Text,
        SchemaTypes.Boolean => FieldType.Boolean,
        SchemaTypes.Integer or (SchemaTypes.Integer | SchemaTypes.Number) => FieldType.Number,
        _ => null,
    };
}
