using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Running;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Service;

/// <summary>The workspace that the service runs; its problems are entries of the log.</summary>
internal static class ServiceWorkspace
{
    private static readonly ErrorCode Invalid = new("PSR-4723", FailureKind.Configuration, "The workspace has errors.");

    /// <exception cref="PasserelleException">PSR-4723: it has errors.</exception>
    public static GatewaySetup Load(string folder, string? data, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("Passerelle.Workspace");
        var loaded = Workspaces.Load(folder);
        foreach (var problem in loaded.Problems)
        {
            var line = ProblemFormatter.Format(problem);
            if (problem.Severity == Severity.Error) WorkspaceLog.Error(logger, line);
            else WorkspaceLog.Warning(logger, line);
        }

        if (loaded.Workspace is { } workspace)
            return new GatewaySetup(workspace, data ?? workspace.DataFolder ?? Path.Combine(workspace.Folder, ".data"), workspace.Listen);
        throw new PasserelleException(
            Invalid,
            $"The workspace '{Path.GetFullPath(folder)}' does not start: "
                + $"it has {loaded.Problems.Count(p => p.Severity == Severity.Error)} error(s).",
            "Fix them; 'passerelle lint' checks again.");
    }
}

internal static partial class WorkspaceLog
{
    [LoggerMessage(1305, LogLevel.Error, "{Problem}")]
    public static partial void Error(ILogger logger, string problem);

    [LoggerMessage(1306, LogLevel.Warning, "{Problem}")]
    public static partial void Warning(ILogger logger, string problem);
}
