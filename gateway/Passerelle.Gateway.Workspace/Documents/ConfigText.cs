namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>Says in words what a node is.</summary>
internal static class ConfigText
{
    private const int MaxShown = 60;

    /// <summary>The text as it stands in the file (a reference stays a reference), cut to 60 characters; or what else it is.</summary>
    public static string Describe(ConfigNode node) => node switch
    {
        ConfigScalar { Text: null } => "nothing",
        ConfigScalar { Text: { } text } => $"`{(text.Length > MaxShown ? text[..MaxShown] + "…" : text).ReplaceLineEndings("⏎")}`",
        ConfigList => "a list",
        _ => "a map",
    };
}
