using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook;

/// <summary>Gathers problems up to a limit; what comes after is counted as one more.</summary>
internal sealed class ProblemList(int limit)
{
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> All => _problems;

    public bool IsFull => _problems.Count >= limit;

    public void Add(ErrorCode code, SourceLocation at, string path, string expected, string found, string hint)
    {
        if (!IsFull) _problems.Add(new Problem(code, at, path, $"Expected {expected}, found {Cut(found)}.", hint));
    }

    private static string Cut(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
}
