using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>What a schema can't say of its fields: the <c>fields</c> map of a contract, by dotted path.</summary>
internal sealed class ContractFields
{
    private static readonly string[] Keys = ["classification", "filterable", "sortable"];
    private static readonly string[] Names = [.. Enum.GetNames<Classification>().Select(n => n.ToLowerInvariant())];

    public Dictionary<string, Classification> Classifications { get; } = new(StringComparer.Ordinal);

    public List<ContractField> Filterable { get; } = [];

    public List<ContractField> Sortable { get; } = [];

    public static ContractFields Read(ConfigMap? map, SchemaNode root, NodeReader reader)
    {
        var fields = new ContractFields();
        foreach (var entry in map?.Entries ?? []) fields.Entry(entry, root, reader);
        return fields;
    }

    private void Entry(ConfigEntry entry, SchemaNode root, NodeReader reader)
    {
        var path = entry.Key.Split('.');
        var node = Find(root, path, out var known);
        if (node is null)
        {
            reader.Report(ContractCodes.BadField, entry.KeyLocation, entry.Value.Path, $"the schema has no field `{entry.Key}`", NearestName.Advice(path[^1], known));
            return;
        }

        if (reader.Map(entry.Value) is not { } rules) return;
        reader.KnownKeys(rules, Keys);
        if (Class(rules["classification"], reader) is { } classification) Classifications[entry.Key] = classification;
        Index(rules, "filterable", Filterable, path, node, reader);
        Index(rules, "sortable", Sortable, path, node, reader);
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

    private static Classification? Class(ConfigNode? node, NodeReader reader)
    {
        if (node is null || reader.Text(node) is not { } text) return null;
        if (Names.Contains(text)) return Enum.Parse<Classification>(text, ignoreCase: true);
        reader.Report(ContractCodes.BadClassification, node, $"`{text}` is not a classification", NearestName.Advice(text, Names));
        return null;
    }

    private static void Index(ConfigMap rules, string key, List<ContractField> target, string[] path, SchemaNode node, NodeReader reader)
    {
        if (!reader.Flag(rules[key])) return;
        if (FieldTypeOf(node.Types) is { } type) target.Add(new ContractField(path, type));
        else
            reader.Report(
                ContractCodes.NotScalar, rules[key]!, $"`{string.Join('.', path)}` is not one text, number or boolean and cannot be {key}",
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
