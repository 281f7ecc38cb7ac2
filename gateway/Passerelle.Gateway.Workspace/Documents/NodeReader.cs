using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>The codes that one kind of document reports its shape with.</summary>
internal sealed record NodeCodes(ErrorCode UnknownKey, ErrorCode MissingKey, ErrorCode WrongNode, ErrorCode BadNumber);

/// <summary>Reads the members of maps and reports what is not as it should be.</summary>
internal sealed class NodeReader(IProblemSink problems, NodeCodes codes)
{
    public bool HasProblems { get; private set; }

    public void Report(ErrorCode code, SourceLocation location, string path, string message, string repair)
    {
        HasProblems = true;
        problems.Report(new Problem(code, location, path, message, repair));
    }

    public void Report(ErrorCode code, ConfigNode node, string message, string repair) => Report(code, node.Location, node.Path, message, repair);

    public void KnownKeys(ConfigMap map, IReadOnlyCollection<string> known)
    {
        foreach (var entry in map.Entries)
            if (!known.Contains(entry.Key))
                Report(codes.UnknownKey, entry.KeyLocation, ConfigPath.Child(map.Path, entry.Key), $"`{entry.Key}` is not known here", NearestName.Advice(entry.Key, known));
    }

    public ConfigNode? Required(ConfigMap map, string key, string example)
    {
        if (map[key] is { } node) return node;
        Report(codes.MissingKey, map, $"`{key}` is missing", $"add `{example}`");
        return null;
    }

    public ConfigMap? Map(ConfigNode? node)
    {
        if (node is ConfigMap map) return map;
        if (node is not null) Report(codes.WrongNode, node, $"a map is expected, {Kind(node)} was found", "write `name: value` lines, indented");
        return null;
    }

    public string? Text(ConfigNode? node)
    {
        if (node is ConfigScalar { Text: { } text }) return text;
        if (node is not null) Report(codes.WrongNode, node, $"a text is expected, {Kind(node)} was found", "write one value");
        return null;
    }

    public IReadOnlyList<(string Text, ConfigNode Node)> Texts(ConfigNode? node)
    {
        if (node is ConfigList list)
            return [.. list.Items.Select(i => (Text: Text(i), Node: i)).Where(i => i.Text is not null).Select(i => (i.Text!, i.Node))];
        return Text(node) is { } text ? [(text, node!)] : [];
    }

    public bool Flag(ConfigNode? node)
    {
        if (node is null or ConfigScalar { Text: "true" or "false" }) return node is ConfigScalar { Text: "true" };
        Report(codes.WrongNode, node, $"`true` or `false` is expected, {Kind(node)} was found", "write `true` or `false`");
        return false;
    }

    public int? Whole(ConfigNode? node, int least, int most)
    {
        if (node is null || Text(node) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Report(codes.BadNumber, node, $"a whole number from {least} to {most} is expected, '{text}' was found", $"write a number from {least} to {most}");
        return null;
    }

    public static string Kind(ConfigNode node) => node switch
    {
        ConfigMap => "a map",
        ConfigList => "a list",
        ConfigScalar { Text: null } => "nothing",
        ConfigScalar scalar => $"'{scalar.Text}'",
        _ => "something else",
    };
}
