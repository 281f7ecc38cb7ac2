using Microsoft.Extensions.Logging;

namespace Passerelle.Gateway.Pipeline.Project;

internal static partial class ProjectLog
{
    [LoggerMessage(1301, LogLevel.Warning, "Topic {Topic}, partition {Partition}, offset {Offset} is no document of this product and is passed over")]
    public static partial void NotOurs(ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(1302, LogLevel.Error, "The store refuses the event at offset {Offset} of {Topic}, partition {Partition} ({Code}); it is passed over")]
    public static partial void Refused(ILogger logger, string topic, int partition, long offset, string code);

    [LoggerMessage(1303, LogLevel.Warning, "A batch of {Count} events of {Topic} from offset {Offset} on failed and is taken one by one")]
    public static partial void BatchFailed(ILogger logger, Exception exception, string topic, long offset, int count);

    [LoggerMessage(1304, LogLevel.Warning, "The read store has last seen everything of {Topic}, partition {Partition}, at {Seen}; the log keeps tombstones for {Retention}. The partition is built anew from what the log holds")]
    public static partial void Rebuilding(ILogger logger, string topic, int partition, DateTimeOffset? seen, TimeSpan retention);

    [LoggerMessage(1305, LogLevel.Information, "{Topic}, partition {Partition}, was built anew: {Keys} keys are on the log, {Swept} rows without an event were deleted")]
    public static partial void Rebuilt(ILogger logger, string topic, int partition, int keys, long swept);

    [LoggerMessage(1306, LogLevel.Warning, "The store refuses the event at offset {Offset} of {Topic}, partition {Partition}, once more; its dead letter stands")]
    public static partial void RefusedAgain(ILogger logger, string topic, int partition, long offset);
}
