using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Problems;

/// <summary>Passes problems on and counts the errors, so that a step knows whether it was the one that failed.</summary>
internal sealed class CountingSink(IProblemSink next) : IProblemSink
{
    public int Errors { get; private set; }

    public void Report(Problem problem)
    {
        if (problem.Severity == Severity.Error)
            Errors++;
        next.Report(problem);
    }
}
