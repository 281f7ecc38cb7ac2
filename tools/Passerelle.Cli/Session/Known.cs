using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Cli.Session;

/// <summary>Finds what a user names, or says what was probably meant.</summary>
internal static class Known
{
    /// <exception cref="RefusedException">There is none.</exception>
    public static FlowDefinition Flow(WorkspaceModel workspace, string name) =>
        workspace.Flows.FirstOrDefault(f => f.Name == name)
        ?? throw Unknown(CliErrors.UnknownFlow, "flow", name, [.. workspace.Flows.Select(f => f.Name)]);

    /// <summary>The flow that feeds a contract.</summary>
    /// <exception cref="RefusedException">There is no such contract, or nothing feeds it.</exception>
    public static FlowDefinition FlowOf(WorkspaceModel workspace, string contract) =>
        workspace.Flows.FirstOrDefault(f => f.Contract.Name == contract)
        ?? throw Unknown(CliErrors.NotFound, "contract with a flow", contract, [.. workspace.Flows.Select(f => f.Contract.Name).Distinct()]);

    public static RefusedException Unknown(ErrorCode code, string what, string name, IReadOnlyList<string> known)
    {
        var remedy = NearestName.Of(name, known) is { } near ? $"Did you mean '{near}'?"
            : known.Count == 0 ? "The workspace has none."
            : $"There are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        return CliErrors.Missing(code, $"There is no {what} '{name}'.", remedy);
    }
}
