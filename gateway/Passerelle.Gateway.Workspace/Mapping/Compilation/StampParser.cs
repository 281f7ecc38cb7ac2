using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Runtime;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Reads what a flow says of its records beside the mapping: <c>asOf</c> and <c>orderBy</c>.</summary>
internal sealed class StampParser(NodeReader reader, ExpressionParser sources)
{
    private static readonly string[] Keys = [.. ExpressionParser.Sources, "separator", "convert", "onError"];

    public RecordStamp? Parse(string name, ConfigNode? node, StampReader read)
    {
        if (node is null) return null;
        if (node is ConfigScalar { Text: not null }) return sources.Parse(node) is { } plain ? new RecordStamp(name, plain, read, Lenient: false) : null;
        if (reader.Map(node) is not { } map) return null;
        reader.KnownKeys(map, Keys);
        if (ExpressionParser.Sources.Count(s => map[s] is not null) != 1)
        {
            reader.Report(MappingCodes.OneSource, map, $"`{name}` needs exactly one source", $"write one of {string.Join(", ", ExpressionParser.Sources)}");
            return null;
        }

        return sources.Members(map) is { } source ? new RecordStamp(name, source, read, IsLenient(name, map["onError"])) : null;
    }

    /// <summary>A record without its time can take the delivery's; one without its order has no place.</summary>
    private bool IsLenient(string name, ConfigNode? node)
    {
        if (node is null or ConfigScalar { Text: "fail", IsQuoted: false }) return false;
        if (name == "asOf" && node is ConfigScalar { Text: null or "null", IsQuoted: false }) return true;
        reader.Report(MappingCodes.WrongNode, node, $"`{name}` cannot have this `onError`", name == "asOf" ? "write `fail`, or `null` for the delivery's time" : "remove it: a record without its order is a dead letter");
        return false;
    }
}
