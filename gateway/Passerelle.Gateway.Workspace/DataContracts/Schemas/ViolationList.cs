using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Where the walker is, and what it found; only made for values that were already seen to be wrong.</summary>
internal sealed class ViolationList
{
    /// <summary>Most violations reported of one value.</summary>
    public const int Most = 100;

    private readonly List<string> _path = [];
    private readonly List<Failure> _found = [];

    public int Count => _found.Count;

    public void Push(string segment) => _path.Add(segment);

    public void Pop() => _path.RemoveAt(_path.Count - 1);

    public void Add(ErrorCode code, string expected, string found, string remedy, string? member = null)
    {
        if (_found.Count >= Most) return;
        var pointer = Pointer(member);
        var shown = found.Length > 200 ? found[..200] : found;
        _found.Add(new Failure
        {
            Code = code,
            Field = pointer,
            Expected = expected,
            Found = shown,
            Message = $"{(pointer.Length == 0 ? "the value" : pointer)}: expected {expected}, found {shown}",
            Remedy = remedy,
        });
    }

    public Failure? ToFailure() =>
        _found.Count switch
        {
            0 => null,
            1 => _found[0],
            _ => _found[0] with { Others = _found[1..] },
        };

    private string Pointer(string? member)
    {
        var parts = member is null ? _path : _path.Append(member);
        return string.Concat(parts.Select(p => "/" + Escape(p)));
    }

    private static string Escape(string segment) =>
        segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
