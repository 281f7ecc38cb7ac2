using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Problems;

/// <summary>Writes problems as one line each: <c>file:line:column code path message repair</c>.</summary>
public static class ProblemFormatter
{
    public static string Format(Problem problem)
    {
        var level = problem.Severity == Severity.Warning ? " warning" : "";
        var path = problem.Path.Length == 0 ? "" : $" {problem.Path}";
        return $"{problem.Location}: {problem.Code}{level}{path}: {problem.Message} — {problem.Repair}";
    }

    /// <summary>One line for each problem, with a last line feed.</summary>
    public static string Format(IEnumerable<Problem> problems) => string.Concat(problems.Select(p => Format(p) + "\n"));
}
