using System.Text.RegularExpressions;

namespace Passerelle.Architecture.Tests.Rules;

/// <summary>The error codes that the sources declare: well formed, and each declared once in the whole tree.</summary>
internal static partial class ErrorCodeRules
{
    public static IEnumerable<(string Id, string Place)> Declared(string path, string text) =>
        from match in Declaration().Matches(text)
        let line = 1 + text.AsSpan(0, match.Groups["id"].Index).Count('\n')
        select (match.Groups["id"].Value, $"{path}:{line}");

    public static IEnumerable<string> Check(IReadOnlyCollection<(string Id, string Place)> codes)
    {
        foreach (var (id, place) in codes.Where(code => !WellFormed().IsMatch(code.Id)))
            yield return $"{place}: '{id}' is no error code. Write PSR- and four digits.";
        foreach (var group in codes.GroupBy(code => code.Id).Where(group => group.Count() > 1))
            yield return $"{group.Key}: is declared {group.Count()} times: {string.Join(", ", group.Select(code => code.Place))}.";
    }

    [GeneratedRegex("""\b(new|ErrorCode)\s*\(\s*"(?<id>PSR-[^"]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\APSR-[0-9]{4}\z")]
    private static partial Regex WellFormed();
}
