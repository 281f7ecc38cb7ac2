using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Connections;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Passerelle.Gateway.Pipeline.Connections;

/// <summary>A connection inside its limits: one for all who use it.</summary>
/// <remarks>From the outside in: retry (reads alone), then the rate limit, the concurrency limit, the circuit breaker, the timeout of one attempt. A read that waits to
/// be tried again therefore holds no place. What an adapter throws of the kinds connection and timeout, and plain I/O errors, count as failures
/// of the connection; a refusal by the legacy side does not.</remarks>
internal sealed class ResilientConnection : IConnection, IDisposable
{
    private readonly ConnectionDefinition _definition;
    private readonly ConnectionMonitor _monitor;
    private readonly ConnectionLimiters _limiters;
    private readonly ResiliencePipeline _send;
    private readonly ResiliencePipeline _read;

    public ResilientConnection(ConnectionDefinition definition, TimeProvider time, TimeSpan firstBackoff, TimeSpan longestBackoff)
    {
        _definition = definition;
        _monitor = new ConnectionMonitor(definition, time);
        _limiters = new ConnectionLimiters(definition.Limits);
        _send = Limited(definition.Limits, time);
        _read = definition.Limits.Retries == 0 ? _send : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new()
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsWorthRetrying),
                MaxRetryAttempts = definition.Limits.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = firstBackoff,
                MaxDelay = longestBackoff,
                UseJitter = true,
            })
            .AddPipeline(_send)
            .Build();
    }

    public string Name => _definition.Name;

    public IOptionReader Options => _definition.Options;

    public ConnectionHealth Health => _monitor.Health;

    public ValueTask<T> ReadAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken) =>
        RunAsync(_read, call, cancellationToken);

    public ValueTask<T> SendAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken) =>
        RunAsync(_send, call, cancellationToken);

    public void Dispose() => _limiters.Dispose();

    private ResiliencePipeline Limited(ConnectionLimits limits, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (_limiters.Rate is { } rate) builder.AddRateLimiter(rate);
        return builder
            .AddRateLimiter(_limiters.Concurrency)
            .AddCircuitBreaker(new()
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsOfConnection),
                FailureRatio = limits.Breaker.FailureRatio,
                MinimumThroughput = limits.Breaker.MinimumCalls,
                SamplingDuration = limits.Breaker.Window,
                BreakDuration = limits.Breaker.Open,
                OnOpened = _ => Tell(_monitor.Opened),
                OnHalfOpened = _ => Tell(_monitor.Trying),
                OnClosed = _ => Tell(_monitor.Closed),
            })
            .AddTimeout(limits.Timeout)
            .Build();
    }

    private async ValueTask<T> RunAsync<T>(ResiliencePipeline way, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await way.ExecuteAsync(token => CallAsync(call, token), cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw Refused(ConnectionErrors.TimedOut, $"'{Name}' did not answer within {_definition.Limits.Timeout.TotalSeconds:0} seconds.", $"Look at the legacy side, or raise 'timeoutSeconds' of connection '{Name}'.", e);
        }
        catch (BrokenCircuitException e)
        {
            throw Refused(ConnectionErrors.Open, $"Most calls over '{Name}' failed, so none is made for {_definition.Limits.Breaker.Open.TotalSeconds:0} seconds.", $"Look at the legacy side: 'passerelle probe {Name}' says what is wrong.", e);
        }
        catch (RateLimiterRejectedException e)
        {
            throw Refused(ConnectionErrors.Busy, $"More than {_definition.Limits.MaxWaiting} calls wait for '{Name}'.", $"Raise 'maxConcurrent' or 'callsPerSecond' of connection '{Name}' if the legacy side bears it, or ask less often.", e);
        }
    }

    private async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await call(cancellationToken);
            _monitor.Succeeded();
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The timeout says so itself; a caller that has gone away says nothing of the connection.
            throw;
        }
        catch (Exception e)
        {
            if (IsOfConnection(e)) _monitor.Failed((e as PasserelleException)?.Code.Id ?? ConnectionErrors.Failed.Id, e.Message);
            else _monitor.Succeeded();
            throw;
        }
    }

    private PasserelleException Refused(ErrorCode code, string message, string hint, Exception inner)
    {
        if (code == ConnectionErrors.TimedOut) _monitor.Failed(code.Id, message);
        return new(code, message, hint, inner);
    }

    private static bool IsOfConnection(Exception e) =>
        e is IOException or TimeoutException or TimeoutRejectedException or System.Net.Sockets.SocketException
            or PasserelleException { Code.Kind: FailureKind.Connection or FailureKind.Timeout };

    /// <summary>What the connection's own limits refuse is not asked again: it would only wait in another place.</summary>
    private static bool IsWorthRetrying(Exception e) => IsOfConnection(e) && e is not (BrokenCircuitException or RateLimiterRejectedException);

    private static ValueTask Tell(Action what)
    {
        what();
        return ValueTask.CompletedTask;
    }
}
