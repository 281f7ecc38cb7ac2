namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>Writes paths into documents, as <c>source.options.folder</c>.</summary>
public static class ConfigPath
{
    private const string NeedQuotes = ".[]\" ";

    /// <summary>The path of a map's member; a key with dots, brackets or blanks is quoted: <c>a["b.c"]</c>.</summary>
    public static string Child(string parent, string key)
    {
        if (key.Length == 0 || key.AsSpan().ContainsAny(NeedQuotes))
            return $"{parent}[\"{key}\"]";
        return parent.Length == 0 ? key : $"{parent}.{key}";
    }
}
