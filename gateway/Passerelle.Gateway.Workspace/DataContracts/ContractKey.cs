using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>A key is made of required members that are one value each.</summary>
internal static class ContractKey
{
    private const SchemaTypes Allowed = SchemaTypes.String | SchemaTypes.Integer;

    public static void Check(BoundOptions contract, ConfigMap schema, SchemaNode root, IProblemSink problems)
    {
        if (root.Types != SchemaTypes.Object)
        {
            problems.Report(
                ContractCodes.KeywordValue, schema, "a contract's value is an object", "write `type: object` at the top of the schema");
        }

        var members = Items(contract.Map["key"]).OfType<ConfigScalar>().Where(m => m.Text is not null).ToList();
        foreach (var member in members) Member(member, root, problems);
        if (members.GroupBy(m => m.Text).FirstOrDefault(g => g.Count() > 1) is { } twice)
            problems.Report(ContractCodes.BadKey, twice.Last(), $"`{twice.Key}` stands twice in the key", "name each member once");
    }

    private static IReadOnlyList<ConfigNode> Items(ConfigNode? key) => key is ConfigList list ? list.Items : key is null ? [] : [key];

    private static void Member(ConfigScalar member, SchemaNode root, IProblemSink problems)
    {
        var name = member.Text!;
        var property = root.Properties.FirstOrDefault(p => p.Name == name);
        if (property is null)
        {
            problems.Report(ContractCodes.BadKey, member, $"the key member `{name}` is not in the schema",
                NearestName.Repair(name, [.. root.Properties.Select(p => p.Name)], "use a member that is"));
        }
        else if (property.RequiredIndex < 0)
        {
            problems.Report(
                ContractCodes.BadKey, member, $"the key member `{name}` is not required", $"add `{name}` to `required` in the schema");
        }
        else if ((property.Node.Types & ~Allowed) != 0)
        {
            problems.Report(ContractCodes.BadKey, member, $"the key member `{name}` must be a string or an integer and nothing else",
                $"write `type: string` for `{name}`");
        }
    }
}
