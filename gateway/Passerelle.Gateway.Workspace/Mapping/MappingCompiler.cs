using System.Security.Cryptography;
using System.Text;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Compilation;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>Compiles the <c>mapping</c> of a flow file against its contract.</summary>
public static class MappingCompiler
{
    /// <summary>Changes when the same mapping text would give another result.</summary>
    private const string Revision = "1";

    /// <summary>The mapper (of parts: an <see cref="IPartMapper"/>), or null when a problem was reported, here or by the binder.
    /// All problems are reported at once.</summary>
    public static IRecordMapper? Compile(MappingSource source, IProblemSink problems)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Flow.Value("mapping")?.Content is not BoundMap mapping) return null;
        var counted = new CountingSink(problems);
        var validator = SchemaValidator.Compile(source.Contract.Schema);
        var sources = new ExpressionParser(new PathIndex(), null, counted, source.Lookups);
        var fields = new FieldParser(counted, source.IsPart).Fields(mapping, validator.Root, "", sources);
        var skip = sources.Condition(source.Flow.Value("skipWhen"));
        var delete = sources.Condition(source.Flow.Value("deleteWhen"));
        var stamps = new StampParser(counted, sources);
        var asOf = stamps.Parse("asOf", source.Flow.Value("asOf"), RecordStamp.ReadTime);
        var order = stamps.Parse("orderBy", source.Flow.Value("orderBy"), RecordStamp.ReadOrder);
        var keyIndex = new PathIndex();
        var key = KeyCompiler.Compile(mapping, source.Key, source.Contract, keyIndex, source.Lookups, counted);
        if (counted.Errors > 0 || source.IsBroken) return null;
        var plan = new MappingPlan
        {
            Version = Fingerprint(source),
            NeededFields = source.Nodes.Any(n => HasKey(n, "jmesPath"))
                ? null
                : sources.Index.TopNames.Concat(keyIndex.TopNames).ToHashSet(StringComparer.Ordinal),
            Index = sources.Index,
            Fields = fields,
            KeyIndex = keyIndex,
            Key = key,
            Validator = validator,
            SkipWhen = skip,
            DeleteWhen = delete,
            AsOf = asOf,
            Order = order,
        };
        return source.IsPart ? new PartMapper(plan) : new RecordMapper(plan);
    }

    private static bool HasKey(ConfigNode node, string key) => node switch
    {
        ConfigMap map => map.Entries.Any(e => e.Key == key || HasKey(e.Value, key)),
        ConfigList list => list.Items.Any(i => HasKey(i, key)),
        _ => false,
    };

    private static string Fingerprint(MappingSource source)
    {
        var text = new StringBuilder(Revision).Append('\n').Append(source.Contract.Fingerprint).Append('\n').AppendJoin(',', source.Key);
        if (source.IsPart) text.Append("\npart");
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var node in source.Nodes) Append(node, text.Append('\n'), used);
        foreach (var name in used)
            if (source.Lookups.Find(name) is { } table) text.Append('\n').Append(name).Append(' ').Append(table.Fingerprint);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static void Append(ConfigNode node, StringBuilder text, SortedSet<string> lookups)
    {
        text.Append(Encoding.UTF8.GetString(NodeJson.ToBytes(node)));
        Tables(node, lookups);
    }

    private static void Tables(ConfigNode node, SortedSet<string> lookups)
    {
        if (node is ConfigList list)
            foreach (var item in list.Items) Tables(item, lookups);
        if (node is not ConfigMap map) return;
        if (((map["lookup"] as ConfigMap)?["table"] ?? map["lookup"]) is ConfigScalar { Text: { } name }) lookups.Add(name);
        foreach (var entry in map.Entries) Tables(entry.Value, lookups);
    }
}
