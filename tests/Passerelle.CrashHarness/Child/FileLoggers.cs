using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Passerelle.CrashHarness.Child;

/// <summary>Appends the gateway's warnings and errors to a file, each line written out at once.</summary>
internal sealed class FileLoggers(string path) : ILoggerFactory, ILogger
{
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var time = TimeProvider.System.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        lock (_writer) _writer.WriteLine($"{time} {Environment.ProcessId} {logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose() => _writer.Dispose();
}
