using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Cli.Session;

/// <summary>Loads workspaces for commands that need a faultless one.</summary>
internal static class LoadedWorkspace
{
    /// <exception cref="PasserelleException">It has errors; all of them are in the message.</exception>
    public static WorkspaceModel Require(string folder)
    {
        var loaded = Workspaces.Load(folder);
        if (loaded.Workspace is { } workspace) return workspace;
        throw new PasserelleException(
            CliErrors.WorkspaceInvalid,
            $"The workspace '{folder}' has {loaded.Problems.Count} problem(s):\n{ProblemFormatter.Format(loaded.Problems)}",
            "Mend them; 'passerelle lint' checks again.");
    }

    /// <summary>The option, the workspace's own, or <c>.data</c> inside it.</summary>
    public static string DataFolder(WorkspaceModel workspace, string? option) =>
        Path.GetFullPath(option ?? workspace.DataFolder ?? Path.Combine(workspace.Folder, ".data"));
}
