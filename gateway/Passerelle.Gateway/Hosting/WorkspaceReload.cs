using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Hosting;

/// <summary>Exchanges the flows of a running gateway for those that its workspace describes now. A workspace with problems changes nothing.</summary>
internal sealed class WorkspaceReload(
    PipelineRun first, Engines engines, string dataFolder, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Reload");
    private volatile PipelineRun _current = first;
    private volatile string? _kept;

    public PipelineRun Current => _current;

    /// <summary>Why the files on disk are not in force; null when they are.</summary>
    public string? Kept => _kept;

    public DateTimeOffset KeptSince { get; private set; }

    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var files = WorkspaceSnapshot.Of(_current.Workspace.Folder);
            var changes = _current.Files.ChangesTo(files);
            var outcome = await TryAsync(files, changes, cancellationToken);
            Remember(outcome);
            return outcome;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        await _current.DisposeAsync();
        _one.Dispose();
    }

    private async Task<ReloadOutcome> TryAsync(WorkspaceSnapshot files, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        var loaded = Workspaces.Load(_current.Workspace.Folder);
        if (loaded.Workspace is not { } wanted) return new ReloadOutcome(false, changes, [.. loaded.Problems.Select(ProblemFormatter.Format)]);
        if (RestartOnly.Differences(_current.Workspace, wanted, changes) is { Count: > 0 } differences) return new ReloadOutcome(false, changes, differences);
        try
        {
            var next = await PipelineRun.PrepareAsync(wanted, files, engines, dataFolder, loggers, time, cancellationToken);
            await _current.DisposeAsync();
            next.Start();
            _current = next;
            return new ReloadOutcome(true, changes, []);
        }
        catch (PasserelleException e)
        {
            return new ReloadOutcome(false, changes, [$"{e.Code}: {e.Message} {e.Remedy}"]);
        }
    }

    private void Remember(ReloadOutcome outcome)
    {
        var files = string.Join(", ", outcome.Changes);
        if (outcome.Applied)
        {
            _kept = null;
            ReloadLog.Applied(_logger, files);
            return;
        }

        (KeptSince, _kept) = (time.GetUtcNow(), string.Join('\n', outcome.Reasons));
        ReloadLog.Kept(_logger, _kept);
    }
}

internal static partial class ReloadLog
{
    [LoggerMessage(1201, LogLevel.Information, "The workspace was read again and is in force; changed: {Files}")]
    public static partial void Applied(ILogger logger, string files);

    [LoggerMessage(1202, LogLevel.Warning, "The changed workspace is not in force, the last good one stays: {Reasons}")]
    public static partial void Kept(ILogger logger, string reasons);
}
