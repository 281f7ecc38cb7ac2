using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>Compiles <c>contracts/*.yaml</c>.</summary>
public static partial class DataContractCompiler
{
    /// <summary>The contract, or null when a problem was reported. All problems are reported at once.</summary>
    public static DataContract? Compile(ConfigMap root, IProblemSink problems)
    {
        var found = new ProblemList();
        var contract = Build(root, found);
        foreach (var problem in found.Items) problems.Report(problem);
        return contract;
    }

    private static DataContract? Build(ConfigMap root, ProblemList problems)
    {
        var contract = SpecBinder.For(ContractSpecs.Rules, problems).Bind(root, ContractSpecs.Contract);
        CheckName(contract);
        var version = Version(contract);
        var freshness = Duration(contract);
        var deprecation = Deprecation(contract);
        if (Schema(contract, problems) is not { } schemaNode) return null;

        var schema = NodeJson.ToElement(schemaNode);
        var compiled = SchemaValidator.Compile(schema);
        ContractKey.Check(contract, schemaNode, compiled.Root, problems);
        var fields = ContractFields.Read(contract, compiled.Root, problems);
        if (problems.HasErrors) return null;
        return new DataContract
        {
            Name = contract.Text("name")!,
            Version = version!,
            Title = contract.Text("title") ?? "",
            Description = contract.Text("description") ?? "",
            Key = contract.TextList("key"),
            Schema = schema,
            Classifications = fields.Classifications,
            Filterable = fields.Filterable,
            Sortable = fields.Sortable,
            Freshness = freshness,
            Deprecation = deprecation,
            Partitions = contract.Whole("partitions"),
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Text(schema)))),
        };
    }

    /// <summary>The schema when it compiles; other mistakes of the file do not matter to it.</summary>
    private static ConfigMap? Schema(BoundOptions contract, ProblemList problems)
    {
        if (contract.Value("schema") is not { Node: var node }) return null;
        new SchemaLint(node, problems).Check();
        if (node is ConfigMap map)
        {
            return problems.Items.Any(p => p.Path == node.Path || p.Path.StartsWith(node.Path + ".", StringComparison.Ordinal))
                ? null
                : map;
        }

        problems.Report(ContractCodes.KeywordValue, node, "a contract's value is an object", "write a map with `type: object`");
        return null;
    }

    private static void CheckName(BoundOptions contract)
    {
        if (contract.Text("name") is { } name && !WorkspaceNames.IsName(name))
            contract.Report("name", ContractCodes.BadName, $"`{name}` cannot be a contract's name", WorkspaceNames.Rule);
    }

    private static Version? Version(BoundOptions contract)
    {
        if (contract.Text("version") is not { } text) return null;
        if (VersionPattern().IsMatch(text)) return System.Version.Parse(text);
        contract.Report("version", ContractCodes.BadVersion, $"`{text}` is not a semantic version", "write three numbers, as `1.0.0`");
        return null;
    }

    private static TimeSpan? Duration(BoundOptions contract)
    {
        if (contract.Text("freshness") is not { } text) return null;
        try
        {
            var value = XmlConvert.ToTimeSpan(text);
            if (value > TimeSpan.Zero && !text.AsSpan(0, text.IndexOf('T') is >= 0 and var t ? t : text.Length).ContainsAny('Y', 'M'))
                return value;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Reported below, like a duration that is not positive or whose length depends on the calendar.
        }

        contract.Report("freshness", ContractCodes.BadDuration, $"`{text}` is not a duration of days, hours, minutes and seconds",
            "write ISO 8601, as `PT15M`, `PT6H` or `P2D`");
        return null;
    }

    private static ContractDeprecation? Deprecation(BoundOptions contract)
    {
        if (!contract.Has("deprecation")) return null;
        var deprecation = contract.Nested("deprecation");
        var sunset = Date(deprecation, "sunset");
        return Date(deprecation, "since") is { } since ? new ContractDeprecation(since, sunset, deprecation.Text("link")) : null;
    }

    private static DateOnly? Date(BoundOptions options, string name)
    {
        if (options.Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        options.Report(name, ContractCodes.BadDate, $"`{text}` is not a date", "write it as `2027-01-31`");
        return null;
    }

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
