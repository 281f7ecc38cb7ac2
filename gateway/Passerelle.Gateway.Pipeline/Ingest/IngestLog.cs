using Microsoft.Extensions.Logging;

namespace Passerelle.Gateway.Pipeline.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Flow {Flow}: the source cannot be read ({Code}): {Reason}")]
    public static partial void SourceFailed(ILogger logger, string flow, string code, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Flow {Flow}: a round failed and is tried again")]
    public static partial void RoundFailed(ILogger logger, Exception exception, string flow);

    [LoggerMessage(1005, LogLevel.Warning, "Flow {Flow}: a batch of {Count} records of {Name} failed and is taken one by one")]
    public static partial void BatchFailed(ILogger logger, Exception exception, string flow, string name, int count);

    [LoggerMessage(1002, LogLevel.Information, "Flow {Flow}: delivery {Name} is {Phase}: {Records} records, {Bad} broken, {Published} handed on")]
    public static partial void DeliveryEnded(ILogger logger, string flow, string name, DeliveryPhase phase, long records, long bad, long published);

    [LoggerMessage(1003, LogLevel.Warning, "Flow {Flow}: request {Kind} of {Subject} was not carried out: {Reason}")]
    public static partial void RequestRefused(ILogger logger, string flow, string kind, string subject, string reason);
}
