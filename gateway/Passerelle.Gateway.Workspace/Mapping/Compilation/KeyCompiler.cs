using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Compiles the contract key apart from the value, and refuses what would make it more than a function of
/// the flow's key fields.</summary>
internal static class KeyCompiler
{
    private static readonly string[] Lenient = ["onError", "when", "else", "object", "array", "jmesPath"];

    public static KeyPart[] Compile(
        BoundMap mapping, IReadOnlyList<string> keyFields, DataContract contract, PathIndex index, ILookupSource lookups,
        IProblemSink problems)
    {
        var parts = new List<KeyPart>();
        foreach (var name in contract.Key)
        {
            // An unmapped key member is reported as a required field; here its mistakes would only be said twice.
            if (mapping.Map[name] is { } node) Shape(name, node, problems);
            if (mapping[name] is not { } field) continue;
            var parser = new ExpressionParser(index, null, new ProblemList(), lookups);
            var source = parser.Parse(field);
            Lint(name, keyFields, parser, problems);
            if (source is not null) parts.Add(new KeyPart(name, source));
        }

        return [.. parts];
    }

    private static void Shape(string name, ConfigNode node, IProblemSink problems)
    {
        foreach (var entry in (node as ConfigMap)?.Entries ?? [])
            if (Lenient.Contains(entry.Key))
            {
                problems.Report(
                    MappingCodes.KeyPolicy, entry.KeyLocation, entry.Value.Path,
                    $"`{name}` is part of the contract key and cannot have `{entry.Key}`",
                    $"remove `{entry.Key}`: a record without its key is a dead letter");
            }
    }

    private static void Lint(string name, IReadOnlyList<string> keyFields, ExpressionParser parser, IProblemSink problems)
    {
        foreach (var (path, node) in parser.Paths)
            if (!keyFields.Contains(path))
                problems.Report(
                    MappingCodes.KeyField, node, $"`{name}` is part of the contract key but `{path}` is not in the flow's key",
                    $"add `{path}` to the flow's `key`, or make `{name}` of {string.Join(", ", keyFields)}");
        foreach (var node in parser.LookupNodes)
            problems.Report(
                MappingCodes.KeyLookup, node, $"`{name}` is part of the contract key and depends on a look-up table",
                "take the look-up out: a changed table would change keys");
    }
}
