using Microsoft.Extensions.Logging;

namespace Passerelle.Gateway.Core.Stages.Project;

internal static partial class ProjectLog
{
    [LoggerMessage(1301, LogLevel.Warning, "Topic {Topic}, partition {Partition}, offset {Offset} is no document of this product and is passed over")]
    public static partial void NotOurs(ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(1302, LogLevel.Error, "The store refuses the event at offset {Offset} of {Topic}, partition {Partition} ({Code}); it is passed over")]
    public static partial void Refused(ILogger logger, string topic, int partition, long offset, string code);

    [LoggerMessage(1303, LogLevel.Warning, "A batch of {Count} events of {Topic} from offset {Offset} on failed and is taken one by one")]
    public static partial void BatchFailed(ILogger logger, Exception exception, string topic, long offset, int count);
}
