using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Clients;

/// <summary>Builds the clients; their log lines and errors go to the gateway's log.</summary>
internal sealed class ClientFactory(ClientSettings settings, ILogger logger)
{
    private readonly ClientThrottle throttle = new(TimeProvider.System);

    public ClientTroubles Troubles { get; } = new(TimeProvider.System);

    public ClientSettings Settings => settings;

    public IProducer<byte[], byte[]> Producer(string transactionalId, TimeSpan? timeout = null) => Build(() =>
        new ProducerBuilder<byte[], byte[]>(settings.Producer(transactionalId, timeout))
            .SetLogHandler((_, message) => Log(message)).SetErrorHandler((_, error) => Log(error)).Build());

    /// <summary>An idempotent producer without transactions.</summary>
    /// <param name="failed">Told of every error of the client, on a thread of its own.</param>
    public IProducer<byte[], byte[]> Appender(Action<Error> failed) => Build(() =>
        new ProducerBuilder<byte[], byte[]>(settings.Appender())
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) =>
            {
                failed(error);
                Log(error);
            })
            .Build());

    public IConsumer<byte[], byte[]> Reader(string group) => Build(() => Consumer(settings.Reader(group)).Build());

    /// <summary>A consumer that is asked where partitions end and reads nothing.</summary>
    public IConsumer<byte[], byte[]> Ends(bool committed) => Build(() => Consumer(settings.Ends(committed)).Build());

    /// <param name="assigned">On the consumer's own thread.</param>
    /// <param name="withdrawn">On the consumer's own thread, also for partitions that were lost; what it returns from is given back.</param>
    public IConsumer<byte[], byte[]> Member(string group, Action<IReadOnlyList<TopicPartition>> assigned, Action<IReadOnlyList<TopicPartition>> withdrawn) => Build(() =>
        Consumer(settings.Member(group))
            .SetPartitionsAssignedHandler((_, partitions) =>
            {
                assigned(partitions);

                // The member reads nothing, so it needs no committed offset.
                return partitions.Select(p => new TopicPartitionOffset(p, Offset.End));
            })
            .SetPartitionsRevokedHandler((_, partitions) => withdrawn([.. partitions.Select(p => p.TopicPartition)]))
            .SetPartitionsLostHandler((_, partitions) => withdrawn([.. partitions.Select(p => p.TopicPartition)]))
            .Build());

    public IAdminClient Admin() => Build(() =>
        new AdminClientBuilder(settings.Admin())
            .SetLogHandler((_, message) => Log(message)).SetErrorHandler((_, error) => Log(error)).Build());

    private ConsumerBuilder<byte[], byte[]> Consumer(Dictionary<string, string> properties) =>
        new ConsumerBuilder<byte[], byte[]>(properties).SetLogHandler((_, message) => Log(message)).SetErrorHandler((_, error) => Log(error));

    private static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw Fail.SettingUnknown(e.Message.TrimEnd('.'), e);
        }
    }

    private void Log(LogMessage message)
    {
        var text = message.Message;
        if (message.Level > SyslogLevel.Warning) ClientLog.Told(logger, message.Facility, text);
        else if (!throttle.Pass(message.Facility, ref text)) return;
        else if (message.Level <= SyslogLevel.Error) ClientLog.Failed(logger, message.Facility, text);
        else ClientLog.Warned(logger, message.Facility, text);
    }

    private void Log(Error error)
    {
        Troubles.Note(error);
        var text = error.Reason;
        if (error.IsFatal) ClientLog.Failed(logger, error.Code.ToString(), text);
        else if (throttle.Pass(error.Code.ToString(), ref text)) ClientLog.Warned(logger, error.Code.ToString(), text);
    }
}

internal static partial class ClientLog
{
    [LoggerMessage(4701, LogLevel.Error, "Kafka client: {Facility}: {Message}")]
    public static partial void Failed(ILogger logger, string facility, string message);

    [LoggerMessage(4702, LogLevel.Warning, "Kafka client: {Facility}: {Message}")]
    public static partial void Warned(ILogger logger, string facility, string message);

    [LoggerMessage(4703, LogLevel.Debug, "Kafka client: {Facility}: {Message}")]
    public static partial void Told(ILogger logger, string facility, string message);
}
