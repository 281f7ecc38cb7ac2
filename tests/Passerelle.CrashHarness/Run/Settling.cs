using System.Diagnostics;
using System.Text.Json;
using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Oracle;
using Passerelle.Testing.Network;

namespace Passerelle.CrashHarness.Run;

/// <summary>Waits until all that was sent is applied and visible and every dead letter is what it must be; what does not come in time is a finding.</summary>
/// <param name="seat">Where a gateway is asked.</param>
/// <param name="patience">How long nothing may move before what is missing counts as lost.</param>
/// <param name="requested">Ids that an operator asked a replay for.</param>
internal sealed class Settling(IReadOnlyList<LoadedFlow> flows, RestPoller poller, ICollection<string> requested, Findings findings, Seat seat, TimeSpan patience)
{
    private string _seen = "";

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var address = seat.Address!;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < patience)
        {
            try
            {
                var seen = _seen;
                if (await IsSettledAsync(address, cancellationToken)) return;
                if (seen != _seen) watch.Restart();
            }
            catch (Exception e) when (Unanswered.Is(e) || e is JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Asked again.
            }

            await Task.Delay(200, cancellationToken);
        }

        foreach (var flow in flows)
        {
            ServedCheck.Check(flow.Name, flow.Model, await poller.ReadAsync(address, flow.Name, cancellationToken), findings);
        }

        await CheckLettersAsync(findings, cancellationToken);
        if (!findings.Any) findings.Add(Broken.Lost, $"Not all deliveries ended, and nothing moved for {patience.TotalSeconds:0} seconds: {await OpenAsync(cancellationToken)}");
    }

    private async Task<bool> IsSettledAsync(Uri address, CancellationToken cancellationToken)
    {
        var deliveries = await OperatorActor.DeliveriesAsync(seat.Data, cancellationToken);
        _seen = string.Join(' ', deliveries.Select(d => $"{d.Phase}{d.Published}"));
        foreach (var flow in flows)
        {
            if (deliveries.Count(d => d.Flow == flow.Name && d.EndedAt is not null) < flow.Sent) return false;
            var served = await poller.ReadAsync(address, flow.Name, cancellationToken);
            _seen += string.Join(' ', served.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value));
            if (!ServedCheck.Equal(flow.Model, served)) return false;
        }

        var letters = new Findings();
        await CheckLettersAsync(letters, cancellationToken);
        return !letters.Any;
    }

    /// <summary>The operator discards and replays in its own time, which may be after the last value was seen.</summary>
    private async Task CheckLettersAsync(Findings into, CancellationToken cancellationToken)
    {
        var letters = await OperatorActor.LettersAsync(seat.Data, cancellationToken);

        // The newest stands first in the list, and an operator goes on trying: only what becomes of one is a movement.
        _seen += string.Join(' ', letters.OrderBy(l => l.Id, StringComparer.Ordinal).Select(l => $"{l.Id}{l.State}"));
        foreach (var flow in flows) new LetterCheck(into).Check(flow.Name, flow.Model, letters, requested);
    }

    private async Task<string> OpenAsync(CancellationToken cancellationToken)
    {
        var deliveries = await OperatorActor.DeliveriesAsync(seat.Data, cancellationToken);
        return string.Join(", ", flows.Select(f => $"{f.Name} {deliveries.Count(d => d.Flow == f.Name && d.EndedAt is not null)} of {f.Sent}"));
    }
}
