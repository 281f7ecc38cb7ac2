using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Passerelle.Gateway.Hosting;

/// <summary>The caller's loggers for the gateway's parts; the host around them is quiet, for a start that fails is
/// told by its exception.</summary>
internal sealed class PartLoggers(ILoggerFactory inner) : ILoggerFactory
{
    public const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    public ILogger CreateLogger(string categoryName) =>
        categoryName == HostCategory ? NullLogger.Instance : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>The inner factory belongs to the caller.</summary>
    public void Dispose()
    {
    }
}
