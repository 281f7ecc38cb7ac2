using System.Globalization;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Checks of a schema what <see cref="SchemaSpecs"/> cannot say:
/// patterns, references, and values that JSON would read as text.</summary>
internal sealed class SchemaLint(ConfigNode root, IProblemSink problems)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private readonly HashSet<string> _circles = new(StringComparer.Ordinal);

    public void Check() => Check(root);

    private void Check(ConfigNode schema)
    {
        if (schema is ConfigScalar scalar) Boolean("a schema", scalar);
        foreach (var entry in (schema as ConfigMap)?.Entries ?? [])
            if (SchemaSpecs.Keywords.FirstOrDefault(k => k.Name == entry.Key) is { } keyword)
                Keyword(keyword, entry.Value);
    }

    private void Keyword(OptionSpec keyword, ConfigNode node)
    {
        foreach (var inner in Schemas(keyword, node)) Check(inner);
        if (node is not ConfigScalar { Text: not null } scalar) return;
        if (keyword.Type is OptionType.Integer or OptionType.Number) Number(keyword.Name, scalar);
        else if (keyword.Type == OptionType.Boolean) Boolean($"`{keyword.Name}`", scalar);
        else if (keyword.Name == "pattern") Pattern(scalar);
        else if (keyword.Name == "$ref") Reference(scalar);
    }

    /// <summary>The schemas that stand in a keyword's value.</summary>
    private static IEnumerable<ConfigNode> Schemas(OptionSpec keyword, ConfigNode node) => (keyword, node) switch
    {
        ({ Named: { } named }, _) when named == SchemaSpecs.Schema => [node],
        ({ Item.Named: not null }, ConfigMap map) => map.Entries.Select(e => e.Value),
        ({ Item.Named: not null }, ConfigList list) => list.Items,
        _ => [],
    };

    private void Pattern(ConfigScalar node)
    {
        if (!SchemaPattern.TryCompile(node.Text!, out _, out var error))
            problems.Report(ContractCodes.Pattern, node, $"the pattern cannot be compiled: {error}", "correct the regular expression");
    }

    private void Boolean(string what, ConfigScalar node)
    {
        if (node.Text is "True" or "TRUE" or "False" or "FALSE")
        {
            problems.Report(ContractCodes.KeywordValue, node, $"{what} is `{node.Text}`, which JSON reads as text",
                $"write `{node.Text.ToLowerInvariant()}`");
        }
    }

    private void Number(string keyword, ConfigScalar node)
    {
        if (!decimal.TryParse(
            node.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return;
        }

        if (!NodeJson.IsNumber(node.Text!))
        {
            problems.Report(ContractCodes.KeywordValue, node, $"`{keyword}` is `{node.Text}`, which JSON reads as text",
                $"write `{value.ToString(CultureInfo.InvariantCulture)}`");
        }
        else if (keyword == "multipleOf" && value <= 0)
            problems.Report(ContractCodes.KeywordValue, node, $"`{keyword}` is `{node.Text}`", "write a number above 0");
    }

    private void Reference(ConfigScalar node)
    {
        var pointer = node.Text!;
        if (!_open.Add(pointer))
        {
            // A circle is met again from every reference into it.
            if (_circles.Add(node.Path))
            {
                problems.Report(ContractCodes.Reference, node, $"`{pointer}` refers to itself",
                    "write the inner part out: recursive shapes are not supported");
            }

            return;
        }

        if (Resolve(pointer) is { } target) Follow(target);
        else
        {
            problems.Report(ContractCodes.Reference, node, $"`{pointer}` does not exist in this schema",
                "define it under `$defs` and write `#/$defs/<name>`");
        }

        _open.Remove(pointer);
    }

    /// <summary>Only looks for circles: the target itself is checked where it stands.</summary>
    private void Follow(ConfigNode node)
    {
        if (node is ConfigList list)
            foreach (var item in list.Items) Follow(item);
        if (node is not ConfigMap map) return;
        foreach (var entry in map.Entries)
            if (entry is { Key: "$ref", Value: ConfigScalar { Text: not null } reference }) Reference(reference);
            else Follow(entry.Value);
    }

    private ConfigNode? Resolve(string pointer)
    {
        if (pointer == "#") return root;
        if (!pointer.StartsWith("#/", StringComparison.Ordinal)) return null;
        return pointer[2..].Split('/').Aggregate((ConfigNode?)root, (at, part) =>
            (at as ConfigMap)?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);
    }
}
