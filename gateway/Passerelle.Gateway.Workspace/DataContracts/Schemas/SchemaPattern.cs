using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Compiles ECMAScript-like patterns to regexes that run in linear time.</summary>
/// <remarks>.NET's <c>$</c> also matches before a last line feed and its <c>\d</c> all Unicode digits, so both are rewritten.</remarks>
internal static class SchemaPattern
{
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, out string error)
    {
        (regex, error) = (null, "");
        try
        {
            regex = new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = e is NotSupportedException ? "look-around and back-references have no bounded time" : e.Message.TrimEnd('.');
            return false;
        }
    }

    /// <summary>n for <c>^[0-9]{n}$</c> and <c>^\d{n}$</c>, else 0.</summary>
    public static int ExactDigits(string pattern)
    {
        var body = pattern.StartsWith(@"^[0-9]{", StringComparison.Ordinal) ? pattern[7..]
            : pattern.StartsWith(@"^\d{", StringComparison.Ordinal) ? pattern[4..] : "";
        return body.EndsWith("}$", StringComparison.Ordinal)
            && int.TryParse(body[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
                continue;
            }

            if (c == '[') inClass = true;
            if (c == ']') inClass = false;
            text.Append(c == '$' && !inClass ? @"\z" : c.ToString());
        }

        return text.ToString();
    }

    private static string Escape(char c, bool inClass) => c switch
    {
        'd' => inClass ? "0-9" : "[0-9]",
        'D' when !inClass => "[^0-9]",
        'w' => inClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]",
        'W' when !inClass => "[^a-zA-Z0-9_]",
        _ => "\\" + c,
    };
}
