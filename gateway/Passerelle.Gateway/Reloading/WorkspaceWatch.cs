namespace Passerelle.Gateway.Reloading;

/// <summary>Looks at a workspace's files every second and reloads once a change has stood still for one look.</summary>
/// <remarks>Looking works on every file system and mount; notifications do not. A workspace has a few dozen files.</remarks>
internal sealed class WorkspaceWatch(string folder, TimeProvider time, Func<CancellationToken, Task<ReloadOutcome>> reload)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="inForce">What the running configuration was read from.</param>
    /// <param name="tell">Is told the outcome of every reload.</param>
    public async Task RunAsync(WorkspaceSnapshot inForce, Action<ReloadOutcome> tell, CancellationToken cancellationToken)
    {
        var seen = inForce;
        var tried = inForce;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Look() is not { } now) continue;
            var stable = seen.ChangesTo(now).Count == 0;
            seen = now;
            if (!stable || tried.ChangesTo(now).Count == 0) continue;
            tried = now;
            tell(await reload(cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Null while files come and go under the look.</summary>
    private WorkspaceSnapshot? Look()
    {
        try
        {
            return WorkspaceSnapshot.Of(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
