using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Rest.Tests;

internal sealed class FailureTests : RestFixture
{
    private readonly LineLog _log = new();

    protected override RestSetup Change(RestSetup setup) => setup with
    {
        Loggers = _log,
        Limits = new RestLimits { RequestTimeout = TimeSpan.FromMilliseconds(300), RetryAfter = TimeSpan.FromSeconds(7) },
    };

    [OneTimeTearDown]
    public void Close() => _log.Dispose();

    [Test]
    public async Task A_store_that_is_down_is_503_with_retry_after()
    {
        Store.Before = _ => throw new PasserelleException(new ErrorCode("PSR-4001", FailureKind.Connection, "Down"), "password=hunter2", "Start it.");
        var (response, body) = await GetAsync("/v1/companies");
        Assert.That(ReadProblem(response, body), Is.EqualTo(("PSR-6030", 503, "The values cannot be read now; nothing is wrong with the request.")));
        Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(body, Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task An_unexpected_error_shows_nothing_of_itself_and_is_logged_without_key_or_query()
    {
        Store.Before = _ => throw new InvalidOperationException("inner secret");
        var (response, body) = await GetAsync("/v1/companies/138426539?fields=siren", ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        Assert.That(ReadProblem(response, body), Is.EqualTo(("PSR-6040", 500, "The gateway could not answer; the operator finds the cause by the trace id.")));
        Assert.That(body, Does.Not.Contain("secret"));
        Assert.That(response.Headers.ETag, Is.Null);
        Assert.That(_log.Lines, Does.Contain("Passerelle.Rest Error GET /v1/companies/{key} failed with PSR-6040; trace 4bf92f3577b34da6a3ce929d0e0e4736"));
        Assert.That(_log.Lines, Has.None.Contains("138426539"));
    }

    [Test]
    public async Task A_slow_store_ends_with_504()
    {
        Store.Before = async cancellationToken => await Task.Delay(Timeout.Infinite, cancellationToken);
        Assert.That(await ProblemAsync("/v1/companies/138426539"), Is.EqualTo(("PSR-6031", 504, "The answer was not there within 0.3 seconds.")));
    }

    private sealed class LineLog : ILoggerFactory, ILogger
    {
        private string _category = "";

        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; private init; } = new();

        public ILogger CreateLogger(string categoryName) => new LineLog { _category = categoryName, Lines = Lines };

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{_category} {logLevel} {formatter(state, exception)}");
    }
}
