using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping.Runtime;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Compilation;

/// <summary>Compiles what a flow says of its records beside the mapping: <c>asOf</c> and <c>orderBy</c>.</summary>
internal sealed class StampParser(IProblemSink problems, ExpressionParser sources)
{
    public RecordStamp? Parse(string name, BoundValue? stamp, StampReader read)
    {
        if (stamp is null || sources.Parse(stamp) is not { } source) return null;
        return new RecordStamp(name, source, read, stamp.Content is BoundOptions map && IsLenient(name, map.Map["onError"]));
    }

    /// <summary>A record without its time can take the delivery's; one without its order has no place.</summary>
    private bool IsLenient(string name, ConfigNode? node)
    {
        if (node is null or ConfigScalar { Text: "fail", IsQuoted: false }) return false;
        if (name == "asOf" && node is ConfigScalar { Text: null or "null", IsQuoted: false }) return true;
        problems.Report(MappingCodes.WrongNode, node, $"`{name}` cannot have this `onError`",
            name == "asOf" ? "write `fail`, or `null` for the delivery's time" : "remove it: a record without its order is a dead letter");
        return false;
    }
}
