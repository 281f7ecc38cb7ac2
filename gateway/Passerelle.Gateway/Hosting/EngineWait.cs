using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Health;

namespace Passerelle.Gateway.Hosting;

/// <summary>Lets a start wait for a log or a store that is down: after a power cut everything starts at once, in any order.</summary>
internal sealed class EngineWait(TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Start");
    private volatile HealthEntry? _entry;

    /// <summary>What is waited for; null when it is nothing.</summary>
    public HealthEntry? Entry => _entry;

    /// <summary>Runs the step until it succeeds. What does not pass by itself is thrown.</summary>
    public async Task RunAsync(HealthPart part, string engine, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        for (var wait = First; !await TryAsync(part, engine, step, wait, cancellationToken); wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async Task<bool> TryAsync(HealthPart part, string engine, Func<CancellationToken, Task> step, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
            _entry = null;
            return true;
        }
        catch (Exception e) when (Passes(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var code = (e as PasserelleException)?.Code;
            EngineWaitLog.Waits(_logger, engine, code?.Id, e.Message, wait);
            _entry = new HealthEntry(part, engine, HealthStatus.Failed, code, $"The start waits for it: {e.Message}", _entry?.Since ?? time.GetUtcNow());
            return false;
        }
    }

    /// <summary>A refused user does not pass: whoever starts a gateway wants to see it.</summary>
    private static bool Passes(Exception e) =>
        e is IOException or TimeoutException or PasserelleException { Code.Kind: FailureKind.Connection or FailureKind.Timeout };
}

internal static partial class EngineWaitLog
{
    [LoggerMessage(1301, LogLevel.Warning, "The start waits for {Engine} ({Code}) and tries again in {Wait}: {Reason}")]
    public static partial void Waits(ILogger logger, string engine, string? code, string reason, TimeSpan wait);
}
