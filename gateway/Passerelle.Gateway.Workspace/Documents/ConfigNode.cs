using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>A node of a parsed YAML document that knows where it stands.</summary>
/// <param name="Location">File, line and column of its first character.</param>
/// <param name="Path">Path from the document's root, as <c>source.options.folder</c> or <c>mapping.name.from[1]</c>; empty for the root.</param>
public abstract record ConfigNode(SourceLocation Location, string Path);

/// <summary>A string leaf; <paramref name="IsQuoted"/> tells <c>"true"</c> from <c>true</c>. Null text is YAML's null.</summary>
public sealed record ConfigScalar(SourceLocation Location, string Path, string? Text, bool IsQuoted) : ConfigNode(Location, Path);

public sealed record ConfigList(SourceLocation Location, string Path, IReadOnlyList<ConfigNode> Items) : ConfigNode(Location, Path);

/// <summary>A map in document order; keys are unique (a repeated key is a problem and dropped).</summary>
public sealed record ConfigMap(SourceLocation Location, string Path, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Location, Path)
{
    public ConfigNode? this[string key] => Entries.FirstOrDefault(e => e.Key == key)?.Value;
}

public sealed record ConfigEntry(string Key, SourceLocation KeyLocation, ConfigNode Value);
