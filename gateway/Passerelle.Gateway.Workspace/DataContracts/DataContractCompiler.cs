using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>Compiles <c>contracts/*.yaml</c>.</summary>
public static partial class DataContractCompiler
{
    private const int MostPartitions = 1024;

    private static readonly string[] Keys =
        ["name", "version", "key", "title", "description", "schema", "fields", "freshness", "deprecation", "partitions"];

    internal static readonly NodeCodes Codes =
        new(ContractCodes.UnknownKey, ContractCodes.MissingKey, ContractCodes.WrongNode, ContractCodes.BadNumber);

    /// <summary>The contract, or null when a problem was reported. All problems are reported at once.</summary>
    public static DataContract? Compile(ConfigMap root, IProblemSink problems)
    {
        var reader = new NodeReader(problems, Codes);
        reader.KnownKeys(root, Keys);
        var name = Name(root, reader);
        var version = Version(root, reader);
        var key = reader.Texts(reader.Required(root, "key", "key: [id]"));
        var schemaNode = reader.Map(reader.Required(root, "schema", "schema: { type: object, properties: { ... } }"));
        var freshness = Duration(root["freshness"], reader);
        var partitions = reader.Whole(root["partitions"], 1, MostPartitions);
        var deprecation = Deprecation(root["deprecation"], reader);
        if (schemaNode is not null) new SchemaLint(schemaNode, reader).Check(schemaNode);
        var schemaIsGood = schemaNode is not null && !HasSchemaProblems(schemaNode);
        if (!schemaIsGood) return null;

        var schema = NodeJson.ToElement(schemaNode!);
        var compiled = SchemaValidator.Compile(schema);
        ContractKey.Check(key, schemaNode!, compiled.Root, reader);
        var fields = ContractFields.Read(reader.Map(root["fields"]), compiled.Root, reader);
        if (reader.HasProblems) return null;
        return new DataContract
        {
            Name = name!,
            Version = version!,
            Title = reader.Text(root["title"]) ?? "",
            Description = reader.Text(root["description"]) ?? "",
            Key = [.. key.Select(k => k.Text)],
            Schema = schema,
            Classifications = fields.Classifications,
            Filterable = fields.Filterable,
            Sortable = fields.Sortable,
            Freshness = freshness,
            Deprecation = deprecation,
            Partitions = partitions,
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Text(schema)))),
        };
    }

    /// <summary>What follows needs a schema that compiles; other mistakes of the file do not matter to it.</summary>
    private static bool HasSchemaProblems(ConfigMap schema)
    {
        var silent = new NodeReader(new ProblemList(), Codes);
        new SchemaLint(schema, silent).Check(schema);
        return silent.HasProblems;
    }

    private static string? Name(ConfigMap root, NodeReader reader)
    {
        var node = reader.Required(root, "name", "name: companies");
        if (reader.Text(node) is not { } name || NamePattern().IsMatch(name)) return reader.Text(node);
        reader.Report(ContractCodes.BadName, node!, $"'{name}' cannot be a contract's name", "use lower-case letters, digits and hyphens, beginning with a letter, at most 63");
        return name;
    }

    private static Version? Version(ConfigMap root, NodeReader reader)
    {
        var node = reader.Required(root, "version", "version: 1.0.0");
        if (reader.Text(node) is not { } text) return null;
        if (VersionPattern().IsMatch(text)) return System.Version.Parse(text);
        reader.Report(ContractCodes.BadVersion, node!, $"'{text}' is not a semantic version", "write three numbers, as `1.0.0`");
        return null;
    }

    private static TimeSpan? Duration(ConfigNode? node, NodeReader reader)
    {
        if (node is null || reader.Text(node) is not { } text) return null;
        try
        {
            var value = XmlConvert.ToTimeSpan(text);
            if (value > TimeSpan.Zero && !text.AsSpan(0, text.IndexOf('T') is >= 0 and var t ? t : text.Length).ContainsAny('Y', 'M')) return value;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Reported below, like a duration that is not positive or whose length depends on the calendar.
        }

        reader.Report(ContractCodes.BadDuration, node, $"'{text}' is not a duration of days, hours, minutes and seconds", "write ISO 8601, as `PT15M`, `PT6H` or `P2D`");
        return null;
    }

    private static ContractDeprecation? Deprecation(ConfigNode? node, NodeReader reader)
    {
        if (reader.Map(node) is not { } map) return null;
        reader.KnownKeys(map, ["since", "sunset", "link"]);
        var since = Date(reader.Required(map, "since", "since: 2027-01-31"), reader);
        var sunset = Date(map["sunset"], reader);
        return since is null ? null : new ContractDeprecation(since.Value, sunset, reader.Text(map["link"]));
    }

    private static DateOnly? Date(ConfigNode? node, NodeReader reader)
    {
        if (node is null || reader.Text(node) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        reader.Report(ContractCodes.BadDate, node, $"'{text}' is not a date", "write it as 2027-01-31");
        return null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
