using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Resolves <c>${env:NAME}</c> and <c>${secret:file}</c> in one leaf's text; <c>$${</c> stands for <c>${</c>.</summary>
/// <param name="secretsFolder">Absolute folder that relative secret files are in.</param>
/// <param name="environment">Reads an environment variable; null when it is not set.</param>
public sealed class ReferenceResolver(string secretsFolder, Func<string, string?> environment)
{
    /// <summary>Largest secret file, in bytes.</summary>
    public const int MaxSecretBytes = 64 * 1024;

    private readonly List<(string Value, string Reference)> _resolved = [];

    public static bool HasReference(string text)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] != '$')
                return true;
        }

        return false;
    }

    /// <summary>The leaf's text with its references filled in; null after a problem was reported.</summary>
    public string? Resolve(ConfigScalar leaf, IProblemSink problems)
    {
        var text = leaf.Text ?? "";
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;

        var result = new StringBuilder();
        var whole = true;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            if (open < 0)
                break;
            if (open > at && text[open - 1] == '$')
            {
                result.Append(text, at, open - 1 - at).Append("${");
                at = open + 2;
                continue;
            }

            var close = text.IndexOf('}', open);
            var reference = close < 0 ? text[open..] : text[open..(close + 1)];
            var value = close < 0
                ? Refuse(leaf, problems, $"`{reference}` is not closed", "close it with `}`, or write `$${` for a literal `${`")
                : Value(leaf, reference, problems);
            whole &= value is not null;
            result.Append(text, at, open - at).Append(value);
            at = close < 0 ? text.Length : close + 1;
        }

        return whole ? result.Append(text, at, text.Length - at).ToString() : null;
    }

    /// <summary>The text with every value that a reference gave replaced by that reference.</summary>
    public string Mask(string text)
    {
        foreach (var (value, reference) in _resolved.OrderByDescending(r => r.Value.Length))
            text = text.Replace(value, reference, StringComparison.Ordinal);
        return text;
    }

    private string? Value(ConfigScalar leaf, string reference, IProblemSink problems)
    {
        var inner = reference[2..^1];
        var colon = inner.IndexOf(':');
        var (scheme, name) = colon < 0 ? ("", inner) : (inner[..colon], inner[(colon + 1)..]);
        var value = scheme switch
        {
            _ when name.Length == 0 => Refuse(leaf, problems, $"`{reference}` names nothing", "write `${env:NAME}` or `${secret:file}`"),
            "env" => environment(name) ?? Refuse(leaf, problems, $"the environment variable `{name}` is not set", $"set `{name}` before the gateway starts", OptionCodes.MissingVariable),
            "secret" => Secret(leaf, name, problems),
            _ => Refuse(leaf, problems, $"`{reference}` is neither `${{env:NAME}}` nor `${{secret:file}}`", $"write `${{env:{name}}}`, or `$${{` for a literal `${{`"),
        };
        // A very short value masks nothing but would tear every message apart.
        if (value is { Length: >= 4 })
            _resolved.Add((value, reference));
        return value;
    }

    private string? Secret(ConfigScalar leaf, string name, IProblemSink problems)
    {
        var root = Path.GetFullPath(secretsFolder) + Path.DirectorySeparatorChar;
        var file = Path.GetFullPath(Path.Combine(root, name));
        if (!Path.IsPathRooted(name) && !file.StartsWith(root, StringComparison.Ordinal))
            return Refuse(leaf, problems, $"`{name}` leads out of the secrets folder", "name a file inside it, or write an absolute path");
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists)
                return Refuse(leaf, problems, $"the secret file `{name}` does not exist", $"put the secret into `{Shown(name)}`", OptionCodes.MissingSecret);
            if (info.Length > MaxSecretBytes)
                return Refuse(leaf, problems, $"the secret file `{name}` is larger than {MaxSecretBytes} bytes", "keep one secret in it and nothing else", OptionCodes.MissingSecret);
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(leaf, problems, $"the secret file `{name}` cannot be read", "give the gateway the right to read it", OptionCodes.MissingSecret);
        }
    }

    private static string Shown(string name) => Path.IsPathRooted(name) ? name : $"secrets/{name}";

    private static string? Refuse(ConfigScalar leaf, IProblemSink problems, string message, string repair, ErrorCode? code = null)
    {
        problems.Report(new Problem(code ?? OptionCodes.BadReference, leaf.Location, leaf.Path, message, repair));
        return null;
    }
}
