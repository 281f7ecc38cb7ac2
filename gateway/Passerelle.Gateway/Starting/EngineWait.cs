using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Health;
using Polly;
using Polly.Retry;

namespace Passerelle.Gateway.Starting;

/// <summary>Lets a start wait for a log or a store that is down: after a power cut everything starts at once, in any order.</summary>
internal sealed class EngineWait(TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Start");
    private volatile HealthEntry? _entry;

    /// <summary>What is waited for; null when it is nothing.</summary>
    public HealthEntry? Entry => _entry;

    /// <summary>Is told what is waited for, each time that it was tried in vain.</summary>
    public event Action<HealthEntry>? Waiting;

    /// <summary>Runs the step until it succeeds. What does not pass by itself is thrown.</summary>
    public async Task RunAsync(HealthPart part, string engine, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        await Retry(part, engine).ExecuteAsync(async token => await TryAsync(step, token), cancellationToken);
        _entry = null;
    }

    private ResiliencePipeline Retry(HealthPart part, string engine) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(Passes),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(15),
                OnRetry = retry =>
                {
                    Tell(part, engine, retry.Outcome.Exception!, retry.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    /// <summary>A step that fails because it is told to stop was not in vain.</summary>
    private static async Task TryAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
        }
        catch (Exception e) when (Passes(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private void Tell(HealthPart part, string engine, Exception e, TimeSpan wait)
    {
        var code = (e as PasserelleException)?.Code;
        EngineWaitLog.Waits(_logger, engine, code?.Id, e.Message, wait);
        var entry = new HealthEntry(
            part, engine, HealthStatus.Failed, code, $"The start waits for it: {e.Message}", _entry?.Since ?? time.GetUtcNow());
        _entry = entry;
        Waiting?.Invoke(entry);
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
