using Microsoft.Extensions.Logging;

namespace Passerelle.Gateway.Kafka;

internal static partial class KafkaLog
{
    [LoggerMessage(4710, LogLevel.Information, "Group {Group} works on partition {Partition} of {Topic}")]
    public static partial void Owned(ILogger logger, string group, string topic, int partition);

    [LoggerMessage(4711, LogLevel.Information, "Group {Group} gave partition {Partition} of {Topic} back")]
    public static partial void GaveBack(ILogger logger, string group, string topic, int partition);

    [LoggerMessage(4712, LogLevel.Warning, "Group {Group} lost the writer of partition {Partition}: {Reason} What it did last is read again from the log")]
    public static partial void Lost(ILogger logger, string group, int partition, string reason);

    [LoggerMessage(4713, LogLevel.Debug, "Group {Group} loaded the state of partition {Partition} from offset {From} to {To}")]
    public static partial void Loaded(ILogger logger, string group, int partition, long from, long to);

    [LoggerMessage(4714, LogLevel.Debug, "Group {Group}: {Reason}")]
    public static partial void Passing(ILogger logger, string group, string reason);

    [LoggerMessage(4715, LogLevel.Warning, "The producer of durable appends failed and another one takes its place: {Reason}")]
    public static partial void AppenderFailed(ILogger logger, string reason);
}
