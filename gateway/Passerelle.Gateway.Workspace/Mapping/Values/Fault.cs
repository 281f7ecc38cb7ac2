using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Mapping.Values;

/// <summary>Why a value could not be converted. Made only on failure; the cell still holds the value as it was found.</summary>
/// <param name="Expected">What would have been accepted, as a noun phrase.</param>
/// <param name="Remedy">What to change in the flow file, as an instruction.</param>
internal sealed record Fault(ErrorCode Code, string Expected, string Remedy)
{
    public string? Found { get; init; }
}
