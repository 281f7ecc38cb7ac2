using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Flows;

namespace Passerelle.Gateway.Core.Stages;

/// <summary>Refuses flows whose guarantees the stages don't give: running them as something else would break a promise silently.</summary>
internal static class OfferedFlows
{
    /// <exception cref="PasserelleException">PSR-4509.</exception>
    public static void Require(FlowDefinition flow)
    {
        var asked = flow switch
        {
            { ArchivedOriginBytes: true } => "originBytes: archive",
            _ => null,
        };
        if (asked is null) return;
        throw new PasserelleException(StageCodes.NotOffered, $"Flow '{flow.Name}' says `{asked}`, which this version does not offer.", $"Take `{asked}` out of the flow, or wait for the version that offers it.");
    }
}
