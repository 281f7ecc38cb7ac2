using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Certificates;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Reloading;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Running;

/// <summary>Exchanges the flows of a running gateway for those that its workspace describes now.
/// A workspace with problems changes nothing.</summary>
internal sealed class WorkspaceReload(
    LiveStages stages, OpenEngines engines, LiveCertificate certificate, TimeProvider time, ILoggerFactory loggers)
    : HostedPart, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Reload");
    private volatile string? _kept;

    /// <summary>Why the files on disk are not in force; null when they are.</summary>
    public string? Kept => _kept;

    public DateTimeOffset KeptSince { get; private set; }

    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (stages.Current is not { } now) return Refuse();
            var files = WorkspaceSnapshot.Of(now.Workspace.Folder);
            var changes = now.Files.ChangesTo(files);
            var outcome = await TryAsync(now, files, changes, cancellationToken);
            Remember(outcome);
            return outcome;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Waits for a reload that is under way, and lets none begin any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken) =>
        await _one.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose() => _one.Dispose();

    private async Task<ReloadOutcome> TryAsync(
        PipelineRun now, WorkspaceSnapshot files, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        var loaded = Workspaces.Load(now.Workspace.Folder);
        if (loaded.Workspace is not { } wanted)
            return new ReloadOutcome(false, changes, [.. loaded.Problems.Select(ProblemFormatter.Format)]);
        if (RestartOnly.Differences(now.Workspace, wanted, changes) is { Count: > 0 } differences)
            return new ReloadOutcome(false, changes, differences);
        try
        {
            var shown = certificate.Prepare(wanted.Tls);
            var next = await PipelineRun.PrepareAsync(wanted, files, engines.Environment(wanted), cancellationToken);
            await stages.ExchangeAsync(next);
            if (shown is not null) certificate.Use(shown);
            return new ReloadOutcome(true, changes, []);
        }
        catch (PasserelleException e)
        {
            return new ReloadOutcome(false, changes, [$"{e.Code}: {e.Message} {e.Remedy}"]);
        }
    }

    private ReloadOutcome Refuse()
    {
        const string Reason = "The gateway still starts. Reload it again once it is ready.";
        ReloadLog.Kept(_logger, Reason);
        return new ReloadOutcome(false, [], [Reason]);
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
