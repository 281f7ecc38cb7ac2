using Polly;
using Polly.Retry;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>Waits with backoff for what passes by itself (a log, a store or a source that is down), and says so.</summary>
internal static class StageRetry
{
    public static ResiliencePipeline Create(GatewayEnvironment environment, PartMonitor monitor) =>
        new ResiliencePipelineBuilder { TimeProvider = environment.Time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(FailureKinds.Waits),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = environment.FirstBackoff,
                MaxDelay = environment.LongestBackoff,
                UseJitter = true,
                OnRetry = retry =>
                {
                    var (code, reason) = FailureKinds.Describe(retry.Outcome.Exception!);
                    monitor.Waiting(code, reason);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}
