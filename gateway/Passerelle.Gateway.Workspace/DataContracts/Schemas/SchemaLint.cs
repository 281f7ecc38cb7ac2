using System.Globalization;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Checks that a schema uses supported keywords with values they can have, and says where it does not.</summary>
internal sealed class SchemaLint(ConfigNode root, NodeReader reader)
{
    public static readonly string[] Keywords =
    [
        "type", "properties", "required", "additionalProperties", "enum", "const", "pattern", "minLength", "maxLength",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "minItems", "maxItems", "uniqueItems",
        "format", "anyOf", "oneOf", "allOf", "$ref", "$defs",
        "title", "description", "examples", "default", "$comment", "deprecated", "$schema", "$id",
    ];

    private static readonly string[] TypeNames = ["null", "boolean", "integer", "number", "string", "array", "object"];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private readonly HashSet<string> _circles = new(StringComparer.Ordinal);

    public void Check(ConfigNode schema)
    {
        if (schema is ConfigScalar { IsQuoted: false, Text: "true" or "false" }) return;
        if (schema is not ConfigMap map)
        {
            reader.Report(ContractCodes.KeywordValue, schema, $"a schema is a map, {NodeReader.Kind(schema)} was found", "write `{ type: string }`, or `true` for anything");
            return;
        }

        foreach (var entry in map.Entries) Keyword(entry, map);
    }

    private void Keyword(ConfigEntry entry, ConfigMap map)
    {
        var node = entry.Value;
        switch (entry.Key)
        {
            case "type": Types(node); break;
            case "properties" or "$defs": Each(node); break;
            case "required": Names(node); break;
            case "additionalProperties" or "items": Check(node); break;
            case "anyOf" or "oneOf" or "allOf": Branches(entry.Key, node); break;
            case "enum": List(entry.Key, node); break;
            case "pattern": Pattern(node); break;
            case "format": Format(node); break;
            case "minLength" or "maxLength" or "minItems" or "maxItems": reader.Whole(node, 0, int.MaxValue); break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf": Number(entry.Key, node); break;
            case "uniqueItems" or "deprecated": reader.Flag(node); break;
            case "$ref": Reference(node); break;
            default:
                if (!Keywords.Contains(entry.Key)) Unknown(entry, map);
                break;
        }
    }

    private void Unknown(ConfigEntry entry, ConfigMap map)
    {
        var nearest = NearestName.Of(entry.Key, Keywords);
        reader.Report(
            ContractCodes.Keyword, entry.KeyLocation, ConfigPath.Child(map.Path, entry.Key),
            $"the schema keyword `{entry.Key}` is not supported",
            nearest is null ? $"leave it out; supported are {string.Join(", ", Keywords)}" : $"did you mean `{nearest}`?");
    }

    private void Types(ConfigNode node)
    {
        foreach (var (text, item) in reader.Texts(node))
            if (!TypeNames.Contains(text))
                reader.Report(ContractCodes.KeywordValue, item, $"`{text}` is not a type", NearestName.Advice(text, TypeNames));
        if (node is ConfigList { Items.Count: 0 })
            reader.Report(ContractCodes.KeywordValue, node, "`type` is an empty list", "name at least one type");
    }

    private void Each(ConfigNode node)
    {
        if (reader.Map(node) is not { } map) return;
        foreach (var entry in map.Entries) Check(entry.Value);
    }

    private void Names(ConfigNode node)
    {
        if (node is not ConfigList) reader.Report(ContractCodes.KeywordValue, node, "`required` is a list of names", "write `required: [a, b]`");
        else reader.Texts(node);
    }

    private void Branches(string keyword, ConfigNode node)
    {
        if (!List(keyword, node)) return;
        foreach (var branch in ((ConfigList)node).Items) Check(branch);
    }

    private bool List(string keyword, ConfigNode node)
    {
        if (node is ConfigList { Items.Count: > 0 }) return true;
        reader.Report(ContractCodes.KeywordValue, node, $"`{keyword}` is a list with at least one item", $"write `{keyword}: [...]`");
        return false;
    }

    private void Pattern(ConfigNode node)
    {
        if (reader.Text(node) is not { } text || SchemaPattern.TryCompile(text, out _, out var error)) return;
        reader.Report(ContractCodes.Pattern, node, $"the pattern cannot be compiled: {error}", "correct the regular expression");
    }

    private void Format(ConfigNode node)
    {
        if (reader.Text(node) is { } text && !SchemaFormats.Names.Contains(text))
            reader.Report(ContractCodes.Format, node, $"the format `{text}` is not supported", NearestName.Advice(text, SchemaFormats.Names));
    }

    private void Number(string keyword, ConfigNode node)
    {
        if (reader.Text(node) is not { } text) return;
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        if (!isNumber || ((ConfigScalar)node).IsQuoted || !NodeJson.IsNumber(text) || (keyword == "multipleOf" && value <= 0))
            reader.Report(ContractCodes.KeywordValue, node, $"`{keyword}` is '{text}'", keyword == "multipleOf" ? "write a number above 0" : "write a number, without quotes");
    }

    private void Reference(ConfigNode node)
    {
        if (reader.Text(node) is not { } pointer) return;
        if (!_open.Add(pointer))
        {
            // A circle is met again from every reference into it.
            if (_circles.Add(node.Path)) reader.Report(ContractCodes.Reference, node, $"`{pointer}` refers to itself", "write the inner part out: recursive shapes are not supported");
            return;
        }

        if (Resolve(pointer) is { } target) Follow(target);
        else reader.Report(ContractCodes.Reference, node, $"`{pointer}` does not exist in this schema", "define it under `$defs` and write `#/$defs/<name>`");
        _open.Remove(pointer);
    }

    /// <summary>Only looks for circles: the target itself is checked where it stands.</summary>
    private void Follow(ConfigNode node)
    {
        if (node is ConfigList list)
            foreach (var item in list.Items) Follow(item);
        if (node is not ConfigMap map) return;
        foreach (var entry in map.Entries)
            if (entry.Key == "$ref") Reference(entry.Value);
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
