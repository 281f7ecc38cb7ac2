using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Problems;

/// <summary>Collects every problem of a workspace; nothing stops at the first.</summary>
public interface IProblemSink
{
    void Report(Problem problem);
}
