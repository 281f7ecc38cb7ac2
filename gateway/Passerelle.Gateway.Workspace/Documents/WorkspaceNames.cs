using System.Text.RegularExpressions;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>The forms that names take.</summary>
internal static partial class WorkspaceNames
{
    public const string Rule = "use lower-case letters, digits and hyphens, begin with a letter, at most 63 characters";

    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Splits <c>name@major</c>.</summary>
    public static (string Name, int Major)? Contract(string text)
    {
        var match = Reference().Match(text);
        return match.Success ? (match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)) : null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^([a-z][a-z0-9-]{0,62})@([0-9]{1,6})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
