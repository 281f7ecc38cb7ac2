using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Compiles ECMAScript-like patterns to regexes that run in linear time.</summary>
/// <remarks>.NET's <c>$</c> also matches before a last line feed, its <c>.</c> other line ends, and its classes other letters, digits and
/// blanks than ECMAScript's: these are rewritten. <c>\b</c> cannot be in linear time, and sees all letters as letters.</remarks>
internal static class SchemaPattern
{
    private const string NoLineEnd = @"[^\n\r\u2028\u2029]";

    /// <summary>What each class holds, and all that it does not hold: within brackets a class cannot be negated.</summary>
    private static readonly Dictionary<char, (string Set, string Others)> Classes = new()
    {
        ['d'] = ("0-9", @"\x00-\x2F\x3A-\uFFFF"),
        ['w'] = ("a-zA-Z0-9_", @"\x00-\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\uFFFF"),
        ['s'] = (
            @"\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF",
            @"\x00-\x08\x0E-\x1F\x21-\x9F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E"
            + @"\u2060-\u2FFF\u3001-\uFEFE\uFF00-\uFFFF"),
    };

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
            text.Append(inClass ? c.ToString() : Plain(c));
        }

        return text.ToString();
    }

    private static string Plain(char c) => c switch
    {
        '$' => @"\z",
        '.' => NoLineEnd,
        _ => c.ToString(),
    };

    private static string Escape(char c, bool inClass)
    {
        if (!Classes.TryGetValue(char.ToLowerInvariant(c), out var known)) return "\\" + c;
        var members = char.IsLower(c) ? known.Set : known.Others;
        return inClass ? members : $"[{members}]";
    }
}
