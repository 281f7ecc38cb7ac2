using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>Reports problems at nodes.</summary>
internal static class NodeProblems
{
    public static void Report(this IProblemSink problems, ErrorCode code, ConfigNode node, string message, string repair) =>
        problems.Report(new Problem(code, node.Location, node.Path, message, repair));

    public static void Report(
        this IProblemSink problems, ErrorCode code, SourceLocation location, string path, string message, string repair) =>
        problems.Report(new Problem(code, location, path, message, repair));
}
