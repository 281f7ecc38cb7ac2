using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Kafka;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The one list of engines of the log, each with the way to open it; the first is the default.</summary>
internal static class LogEngines
{
    public static IReadOnlyList<LogEngine> All { get; } =
    [
        new(EmbeddedSpecs.Log, setting => setting.Embedded.Log),
        new(KafkaSpec.Engine, Kafka) { BatchesAhead = 1 },
    ];

    /// <summary>The one that a workspace names; it was checked, so it is known.</summary>
    public static LogEngine Of(WorkspaceModel workspace) => All.Single(e => e.Spec.Name == workspace.LogEngine);

    private static KafkaEventLog Kafka(LogSetting setting) => KafkaEventLog.Open(
        KafkaSpec.Bind(setting.Workspace.LogOptions, setting.Workspace.Prefix, Path.Combine(setting.DataFolder, "kafka")),
        setting.Time,
        setting.Loggers?.CreateLogger<KafkaEventLog>() ?? (ILogger)NullLogger.Instance);
}

/// <summary>An engine of the log.</summary>
/// <param name="Open">Opens it as the workspace's options say.</param>
internal sealed record LogEngine(EngineSpec Spec, Func<LogSetting, IEventLog> Open)
{
    /// <summary>Batches that a stage reads ahead of the one that it writes.</summary>
    public int BatchesAhead { get; init; }
}

/// <summary>What a log is opened in.</summary>
/// <param name="Embedded">The engine of the data folder, which is open whatever the log is.</param>
internal sealed record LogSetting(
    WorkspaceModel Workspace, string DataFolder, EmbeddedEngine Embedded, TimeProvider Time, ILoggerFactory? Loggers);
