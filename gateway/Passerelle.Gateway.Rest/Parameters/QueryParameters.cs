using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.Parameters;

/// <summary>The parameters of a query string, names exact in case; mistakes are collected, not thrown one by one.</summary>
internal sealed class QueryParameters
{
    private readonly List<KeyValuePair<string, string>> _given = [];
    private readonly List<ProblemEntry> _errors = [];

    public QueryParameters(QueryString query)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().ToString();
            if (name.Length == 0 && pair.EncodedValue.IsEmpty) continue;
            if (!seen.Add(name)) Refuse(RestErrors.RepeatedParameter, name, $"'{Cut(name)}' is given more than once; give it once.");
            else _given.Add(new(name, pair.DecodeValue().ToString()));
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Given => _given;

    public void Refuse(Passerelle.Contracts.Errors.ErrorCode code, string parameter, string detail)
    {
        if (!_errors.Exists(e => e.Code == code && e.Parameter == Cut(parameter))) _errors.Add(new ProblemEntry(code, Cut(parameter), detail));
    }

    public void ThrowIfRefused()
    {
        if (_errors.Count > 0) throw new RestProblemException(RestProblem.Of(_errors));
    }

    /// <summary>The query string again without one parameter, in one spelling.</summary>
    public string Without(string name)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _given)
        {
            if (key == name) continue;
            text.Append(text.Length == 0 ? '?' : '&').Append(Escape(key)).Append('=').Append(Escape(value));
        }

        return text.ToString();
    }

    /// <summary>Shortens what a client sent before it is quoted.</summary>
    public static string Cut(string text) => text.Length <= 64 ? text : string.Concat(text.AsSpan(0, 64), "...");

    /// <summary>Commas and brackets stay readable; everything else is encoded.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text)
        .Replace("%5B", "[", StringComparison.Ordinal)
        .Replace("%5D", "]", StringComparison.Ordinal)
        .Replace("%2C", ",", StringComparison.Ordinal);
}
