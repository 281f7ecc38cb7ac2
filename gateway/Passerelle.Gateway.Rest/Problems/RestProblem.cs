using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Rest.Problems;

/// <summary>A problem+json answer before it is written.</summary>
internal sealed record RestProblem(ErrorCode Code, string Detail)
{
    public IReadOnlyList<ProblemEntry> Errors { get; init; } = [];

    /// <summary>One problem for all entries: their own type when they share it, else the general one.</summary>
    public static RestProblem Of(IReadOnlyList<ProblemEntry> entries)
    {
        var first = entries[0];
        return entries.All(e => e.Code == first.Code)
            ? new RestProblem(first.Code, first.Detail) { Errors = entries }
            : new RestProblem(RestErrors.InvalidQuery, $"{entries.Count} parameters cannot be used; errors names each.") { Errors = entries };
    }
}

/// <summary>One mistake, at the query parameter it stands in.</summary>
internal sealed record ProblemEntry(ErrorCode Code, string Parameter, string Detail);

/// <summary>Ends a request with a problem, from a place that cannot return one.</summary>
internal sealed class RestProblemException(RestProblem problem) : Exception(problem.Detail)
{
    public RestProblem Problem { get; } = problem;
}
