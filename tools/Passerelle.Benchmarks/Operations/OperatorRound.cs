using System.Diagnostics;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.Benchmarks.Operations;

/// <param name="Milliseconds">The median of many calls.</param>
internal sealed record Answered(string What, double Milliseconds);

/// <summary>Each of an operator's questions, asked many times.</summary>
internal sealed class OperatorRound(OperatorService service)
{
    private const int Calls = 51;
    private static readonly PageRequest Screen = new(50);

    public async Task<IReadOnlyList<Answered>> RunAsync(CancellationToken cancellationToken)
    {
        var behind = (await service.DeliveriesAsync(null, new(PageRequest.Largest), cancellationToken)).Next;
        (string What, Func<Task> Ask)[] questions =
        [
            ("status", () => service.StatusAsync(cancellationToken)),
            ("freshness watch", () => service.LateAsync(cancellationToken)),
            ("files list", () => service.DeliveriesAsync(null, Screen, cancellationToken)),
            ("files list, 1,000 later", () => service.DeliveriesAsync(null, Screen with { After = behind }, cancellationToken)),
            ("files list --flow", () => service.DeliveriesAsync("payments", Screen, cancellationToken)),
            ("files show", () => service.DeliveryAsync("payments-100", cancellationToken)),
            ("failures list", () => service.FailuresAsync(new FailureSelection(), Screen, cancellationToken)),
            ("failures list --group --state any", () => service.FailuresAsync(FilledViews.OneGroup, Screen, cancellationToken)),
            ("failures show ID", () => service.FailuresAsync(FilledViews.OneLetter, Screen, cancellationToken)),
            ("failures groups", () => service.GroupsAsync(new FailureSelection(), cancellationToken)),
            ("failures groups --state any", () => service.GroupsAsync(new FailureSelection { State = null }, cancellationToken)),
        ];
        var answered = new List<Answered>();
        foreach (var (what, ask) in questions) answered.Add(new(what, await MedianAsync(ask)));
        return answered;
    }

    private static async Task<double> MedianAsync(Func<Task> ask)
    {
        // Compiled code, prepared statements and warm pages are what a gateway has that has run for a while.
        for (var i = 0; i < 10; i++) await ask();
        var times = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Calls / 2];
    }
}
