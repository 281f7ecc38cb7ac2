using System.Security.Cryptography;
using System.Text;
using Passerelle.Gateway.Core.DataContracts;
using Passerelle.Gateway.Core.Mapping.Compilation;
using Passerelle.Gateway.Core.Mapping.Runtime;
using Passerelle.Gateway.Core.Workspace;

namespace Passerelle.Gateway.Core.Mapping;

/// <summary>Compiles the <c>mapping</c> of a flow file against its contract.</summary>
public static class MappingCompiler
{
    /// <summary>Changes when the same mapping text would give another result.</summary>
    private const string Revision = "1";

    internal static readonly NodeCodes Codes =
        new(MappingCodes.UnknownKey, MappingCodes.MissingKey, MappingCodes.WrongNode, MappingCodes.BadNumber);

    /// <summary>The mapper, or null when a problem was reported. All problems are reported at once.</summary>
    /// <param name="mapping">The flow file's <c>mapping</c>.</param>
    /// <param name="keyFields">The flow file's <c>key</c>: record fields.</param>
    /// <param name="skipWhen">The flow file's <c>skipWhen</c>: records to drop and count.</param>
    /// <param name="deleteWhen">The flow file's <c>deleteWhen</c>: records that remove their key.</param>
    public static IRecordMapper? Compile(
        ConfigMap mapping, IReadOnlyList<string> keyFields, DataContract contract, ILookupSource lookups, IProblemSink problems,
        ConfigNode? skipWhen = null, ConfigNode? deleteWhen = null)
    {
        var reader = new NodeReader(problems, Codes);
        var validator = SchemaValidator.Compile(contract.Schema);
        var sources = new ExpressionParser(new PathIndex(), null, reader, lookups);
        var fields = new FieldParser(reader).Fields(mapping, validator.Root, "", sources);
        var skip = skipWhen is null ? null : sources.Condition(skipWhen);
        var delete = deleteWhen is null ? null : sources.Condition(deleteWhen);
        var keyIndex = new PathIndex();
        var key = KeyCompiler.Compile(mapping, keyFields, contract, keyIndex, lookups, reader);
        if (reader.HasProblems) return null;
        var usesWhole = HasKey(mapping, "jmesPath");
        return new RecordMapper
        {
            Version = Fingerprint([mapping, skipWhen, deleteWhen], keyFields, contract, lookups),
            NeededFields = usesWhole ? null : sources.Index.TopNames.Concat(keyIndex.TopNames).ToHashSet(StringComparer.Ordinal),
            Index = sources.Index,
            Fields = fields,
            KeyIndex = keyIndex,
            Key = key,
            Validator = validator,
            SkipWhen = skip,
            DeleteWhen = delete,
        };
    }

    private static bool HasKey(ConfigNode node, string key) => node switch
    {
        ConfigMap map => map.Entries.Any(e => e.Key == key || HasKey(e.Value, key)),
        ConfigList list => list.Items.Any(i => HasKey(i, key)),
        _ => false,
    };

    private static string Fingerprint(ConfigNode?[] nodes, IReadOnlyList<string> keyFields, DataContract contract, ILookupSource lookups)
    {
        var text = new StringBuilder(Revision).Append('\n').Append(contract.Fingerprint).Append('\n').AppendJoin(',', keyFields);
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            text.Append('\n');
            if (node is not null) Append(node, text, used);
        }

        foreach (var name in used)
            if (lookups.Find(name) is { } table) text.Append('\n').Append(name).Append(' ').Append(table.Fingerprint);
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
