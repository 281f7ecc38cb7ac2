using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Problems;

/// <summary>A sink that keeps everything once, in the order it was reported.</summary>
public sealed class ProblemList : IProblemSink
{
    private readonly List<Problem> _items = [];
    private readonly HashSet<Problem> _seen = [];

    public IReadOnlyList<Problem> Items => _items;

    public bool HasErrors => _items.Exists(p => p.Severity == Severity.Error);

    /// <summary>Keeps it, unless a check that passes the same place twice already reported exactly this.</summary>
    public void Report(Problem problem)
    {
        if (_seen.Add(problem))
            _items.Add(problem);
    }

    /// <summary>Everything by file, line, column and code: the same workspace always reads the same.</summary>
    public IReadOnlyList<Problem> Sorted() =>
    [
        .. _items.OrderBy(p => p.Location.File, StringComparer.Ordinal)
            .ThenBy(p => p.Location.Line)
            .ThenBy(p => p.Location.Column)
            .ThenBy(p => p.Code.Id, StringComparer.Ordinal),
    ];
}
