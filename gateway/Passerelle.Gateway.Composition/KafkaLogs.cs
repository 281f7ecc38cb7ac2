using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Kafka;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The log on Kafka, as a workspace describes it.</summary>
internal static class KafkaLogs
{
    public static IEventLog Open(WorkspaceModel workspace, string dataFolder, TimeProvider time, ILoggerFactory? loggers)
    {
        var options = new KafkaOptions
        {
            Servers = workspace.LogOptions.TextList("servers"),
            Prefix = workspace.Prefix,
            Replication = (int)workspace.LogOptions.Integer("replication"),
            TakeOver = TimeSpan.FromSeconds(workspace.LogOptions.Integer("takeOverSeconds")),
            User = workspace.LogOptions.Text("user"),
            Password = workspace.LogOptions.Text("password"),
            Settings = workspace.LogOptions.TextMap("settings"),
            CacheFolder = Path.Combine(dataFolder, "kafka"),
        };
        return KafkaEventLog.Open(options, time, loggers?.CreateLogger<KafkaEventLog>() ?? (ILogger)NullLogger.Instance);
    }
}
