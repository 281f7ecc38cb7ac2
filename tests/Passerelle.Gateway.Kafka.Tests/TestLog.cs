using Microsoft.Extensions.Logging;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Writes what the engine logs to the file that PASSERELLE_TEST_LOG names, for whoever looks into a failed test.</summary>
internal sealed class TestLog : ILogger
{
    private static readonly string? File = Environment.GetEnvironmentVariable("PASSERELLE_TEST_LOG");
    private static readonly Lock Gate = new();

    public static ILogger Logger { get; } = new TestLog();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => File is not null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (File is null) return;
        lock (Gate) System.IO.File.AppendAllText(File, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {Environment.ProcessId} {logLevel} {formatter(state, exception)} {exception}\n");
    }
}
