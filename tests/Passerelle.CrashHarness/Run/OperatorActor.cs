using System.Collections.Concurrent;
using Passerelle.CrashHarness.Load;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Testing.Network;

namespace Passerelle.CrashHarness.Run;

/// <param name="dataFolder">Of the gateway to be asked next; null while none answers.</param>
/// <summary>An operator who replays dead letters, some of them twice, and pauses and resumes flows, over the gateway's local socket.</summary>
internal sealed class OperatorActor(IReadOnlyList<LoadedFlow> flows, Func<string?> dataFolder, Random random)
{
    private readonly ConcurrentDictionary<string, bool> _requested = new();
    private string? _paused;

    /// <summary>Ids that a replay was asked for: only they may end as replayed.</summary>
    public ICollection<string> Requested => _requested.Keys;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var gateway = dataFolder() is { } folder ? await ControlClient.TryConnectAsync(folder, cancellationToken) : null;
                if (gateway is not null) await ActAsync(gateway, cancellationToken);
            }
            catch (Exception e) when (Unanswered.Is(e) || e is OperationCanceledException or InvalidOperationException)
            {
                // The gateway was killed while it was asked: whether the request stands, only its log knows.
            }

            await Task.Delay(150, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public static async Task<IReadOnlyList<DeadLetter>> LettersAsync(string dataFolder, CancellationToken cancellationToken)
    {
        using var gateway = await ConnectAsync(dataFolder, cancellationToken);
        return await gateway.EveryFailureAsync(new FailureSelection { State = null }, cancellationToken).ToListAsync(cancellationToken);
    }

    public static async Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(string dataFolder, CancellationToken cancellationToken)
    {
        using var gateway = await ConnectAsync(dataFolder, cancellationToken);
        return await gateway.EveryDeliveryAsync(null, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>Nothing that an operator paused stays paused.</summary>
    public async Task ResumeAllAsync(CancellationToken cancellationToken)
    {
        using var gateway = await ConnectAsync(dataFolder(), cancellationToken);
        foreach (var flow in flows) await gateway.AskAsync(RequestKind.Resume, flow.Name, "", null, cancellationToken);
    }

    private static async Task<ControlClient> ConnectAsync(string? dataFolder, CancellationToken cancellationToken) =>
        (dataFolder is null ? null : await ControlClient.TryConnectAsync(dataFolder, cancellationToken)) ?? throw new IOException("The gateway does not answer its operators.");

    private async Task ActAsync(ControlClient gateway, CancellationToken cancellationToken)
    {
        if (_paused is null && random.Next(8) == 0)
        {
            _paused = flows[random.Next(flows.Count)].Name;
            await gateway.AskAsync(RequestKind.Pause, _paused, "", "an operator looks", cancellationToken);
        }

        // Also after a crash between the two requests.
        if (_paused is not null) await gateway.AskAsync(RequestKind.Resume, _paused, "", null, cancellationToken);
        _paused = null;

        // Of two rows with one key the second one is not replayed: that would choose it against the first, which is for the sender to say.
        var letters = await gateway.EveryFailureAsync(new FailureSelection(), cancellationToken)
            .Where(l => l.Reasons[0].Kind != "conflict").ToArrayAsync(cancellationToken);
        random.Shuffle(letters);
        await ReplayAsync(gateway, letters.Take(3), cancellationToken);
        await SettleDeltaAsync(gateway, [.. letters.Where(l => flows.Any(f => f.Name == l.Flow && f.Model is DeltaModel))], cancellationToken);
    }

    /// <summary>In flows of changes, what can't be mended is given up, so that what waits goes on; an unknown code waits for its table.
    /// Some of what is asked concerns no head of its key and must be refused.</summary>
    private async Task SettleDeltaAsync(ControlClient gateway, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var unknown = letters.Where(l => l.Reasons[0].Kind == "unmapped").ToList();
        await ReplayAsync(gateway, unknown, cancellationToken);
        var lost = letters.Except(unknown).Where(_ => random.Next(2) == 0).Select(l => l.Id).ToList();
        if (lost.Count > 0) await gateway.DiscardAsync(new FailureSelection { Ids = lost }, "cannot be mended", cancellationToken);
    }

    private async Task ReplayAsync(ControlClient gateway, IEnumerable<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var ids = letters.Select(l => l.Id).ToList();
        if (ids.Count == 0) return;
        foreach (var id in ids) _requested[id] = true;
        await gateway.ReplayAsync(new FailureSelection { Ids = ids }, "again", cancellationToken);
        if (random.Next(2) == 0) await gateway.ReplayAsync(new FailureSelection { Ids = ids }, "twice", cancellationToken);
    }
}
