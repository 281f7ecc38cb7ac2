namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability: checks files of the workspace that options name, as copybooks, when the workspace is loaded.</summary>
public interface IWorkspaceCheck
{
    /// <summary>Reads those files and nothing else. Called when <see cref="IAdapter.Validate"/> found nothing;
    /// problems go to <see cref="IOptionReader.Report"/>.</summary>
    /// <param name="options">The same options.</param>
    /// <param name="workspaceFolder">The full path of the workspace's folder, where relative paths start.</param>
    void CheckFiles(IOptionReader options, string workspaceFolder);
}
