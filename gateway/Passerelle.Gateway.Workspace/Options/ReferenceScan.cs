using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Finds references in the parts where none is resolved: what a contract or a mapping says must not depend on the machine.</summary>
internal static class ReferenceScan
{
    public static void Refuse(ConfigNode? node, IProblemSink problems)
    {
        switch (node)
        {
            case ConfigMap map:
                foreach (var entry in map.Entries)
                    Refuse(entry.Value, problems);
                break;
            case ConfigList list:
                foreach (var item in list.Items)
                    Refuse(item, problems);
                break;
            case ConfigScalar { Text: { } text } when text.Contains("${env:", StringComparison.Ordinal) || text.Contains("${secret:", StringComparison.Ordinal):
                problems.Report(new Problem(
                    OptionCodes.MisplacedReference,
                    node.Location,
                    node.Path,
                    $"{ConfigText.Describe(node)} is not resolved here",
                    "write the value itself; references stand in passerelle.yaml and under `source`"));
                break;
        }
    }
}
