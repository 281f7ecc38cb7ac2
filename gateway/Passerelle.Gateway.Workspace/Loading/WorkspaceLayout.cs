namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>The file and folders of a workspace that hold its configuration, once: these are read, and a running gateway watches them.</summary>
public static class WorkspaceLayout
{
    public const string RootFile = "passerelle.yaml";

    public const string Contracts = "contracts";
    public const string Flows = "flows";
    public const string Lookups = "lookups";
    public const string Secrets = "secrets";
    public const string Tests = "tests";

    /// <summary>Where copybooks stand by custom: options name these files, so that another folder is no mistake.</summary>
    public const string Copybooks = "copybooks";

    /// <summary>The folders that are looked for by their names.</summary>
    public static IReadOnlyList<string> Fixed { get; } = [Contracts, Flows, Lookups, Secrets, Tests];

    public static IReadOnlyList<string> Folders { get; } = [.. Fixed, Copybooks];
}
