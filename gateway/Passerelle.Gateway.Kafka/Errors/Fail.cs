using Confluent.Kafka;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Passerelle.Gateway.Kafka.Errors;

/// <summary>The one place that words the engine's errors. Nothing here quotes a setting's value: it may be a secret.</summary>
internal static class Fail
{
    public static PasserelleException SettingRefused(string setting, string why, string remedy) => new(
        KafkaCodes.SettingRefused, $"The setting '{setting}' under log.settings in passerelle.yaml is not yours to set: {why}.", remedy);

    public static PasserelleException SettingUnknown(string detail, Exception inner) => new(
        KafkaCodes.SettingUnknown,
        $"The Kafka client does not take the settings under log in passerelle.yaml: {detail}.",
        "Use the property names of librdkafka 2.16 with values that they take.", inner);

    public static PasserelleException UnknownTopic(string topic) => new(
        KafkaCodes.UnknownTopic,
        $"The log has no topic '{topic}'.",
        "Make the topic with EnsureTopics before it is read or written; check the prefix in passerelle.yaml.");

    public static PasserelleException UnknownPartition(string topic, int partition, int count) => new(
        KafkaCodes.UnknownTopic,
        $"Topic '{topic}' has the partitions 0 to {count - 1}, not {partition}.",
        "Compute the partition from the key with the topic's own number of partitions.");

    public static PasserelleException OffsetGone(string topic, int partition, long from) => new(
        KafkaCodes.OffsetGone,
        $"Topic '{topic}', partition {partition}, no longer holds the offset {from} that its reader stands at; what follows it may be lost to this reader.",
        "Rebuild what this reader makes from its source, or restore the topic. Longer retention keeps a reader that is down from falling behind.");

    public static PasserelleException TopicReplaced(string topic, string group) => new(
        KafkaCodes.TopicReplaced,
        $"Topic '{topic}' was made anew since group '{group}' stood in it; its positions belong to the topic that is gone.",
        "Restore the topic, or start with a new prefix; positions of one topic mean nothing in another.");

    public static PasserelleException EventTooLarge(string topic, long bytes, long limit, Exception? inner = null) => new(
        KafkaCodes.EventTooLarge,
        bytes > 0 ? $"An event for topic '{topic}' has {bytes} bytes, the log takes {limit}." : $"The brokers take no event as large as one for '{topic}': {inner?.Message}.",
        "Put the large part into the claim store and refer to it, or raise message.max.bytes under log.settings together with the topic's max.message.bytes.", inner);

    public static PasserelleException TransactionTooLarge(string what) => new(
        KafkaCodes.TransactionTooLarge, $"The transaction would hold {what}.", "Commit smaller batches.");

    public static PasserelleException TooManyAppends(int events, long bytes) => new(
        KafkaCodes.TooManyAppends,
        $"The log has taken {events} appends or {bytes} bytes that the brokers have not confirmed yet, and takes no more until they do; "
        + "this event was not appended.",
        "Append it again a little later. If this lasts, look at the brokers: they are away, or do not keep up.");

    public static AppendUnclearException AppendUnclear(string topic, int partition, Error error) =>
        AppendUnclear(topic, partition, $"{error.Reason.TrimEnd('.')} ({error.Code})", new KafkaException(error));

    public static AppendUnclearException AppendUnclear(string topic, int partition, string why, Exception inner) => new(
        KafkaCodes.AppendUnclear,
        $"Whether an event for topic '{topic}', partition {partition}, stands in the log is not known: {why}.",
        "Look at the brokers. Append the event again under the same id: readers drop the repeat.", inner);

    public static PasserelleException FolderInUse(string folder, string holder) => new(
        KafkaCodes.FolderInUse,
        $"The cache folder '{folder}' is in use by the gateway with process id {holder}.",
        "Stop that gateway, or give this instance a data folder of its own.");

    public static PasserelleException TopicNotMade(string topic, string reason) => new(
        KafkaCodes.TopicNotMade,
        $"Topic '{topic}' could not be made: {reason}.",
        "Make the topic by hand as the README of the Kafka engine says, or let the gateway's user create topics; with fewer brokers than copies, lower log.replication.");

    public static PasserelleException TransactionOpen(string topic, int partition, TimeSpan waited) => new(
        KafkaCodes.TimedOut,
        $"A transaction in topic '{topic}', partition {partition}, has stayed open for {waited.TotalSeconds:F0} s.",
        "Wait: the brokers end it after its own timeout. If it comes back, look for a producer that hangs.");

    public static PasserelleException NotTakenBack(string writer, KafkaException inner) => new(
        KafkaCodes.TimedOut,
        $"The writer '{writer}' could not end what its predecessors left open: {inner.Error.Reason} ({inner.Error.Code}).",
        "Look at the brokers; the gateway tries again.", inner);

    public static PasserelleException Cache(string file, Exception inner) => new(
        KafkaCodes.CacheFailed,
        $"'{file}' could not be read or written: {inner.Message}",
        "Check the disk of the data folder. The file may be deleted at any time: it is loaded again from the log.", inner);

    public static PasserelleException Kafka(string doing, Error error, Exception? inner = null)
    {
        var (code, remedy) = error.Code switch
        {
            ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication or ErrorCode.TopicAuthorizationFailed
                or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed =>
                (KafkaCodes.Denied, "Check user and password under log, and the rights that the README of the Kafka engine lists."),
            ErrorCode.Local_Ssl =>
                (KafkaCodes.NotSecured, "Check security.protocol and ssl.ca.location under log.settings (who signs the brokers' certificates), and the certificate's names and dates."),
            ErrorCode.InvalidSessionTimeout =>
                (KafkaCodes.SessionRefused, "A third of log.takeOverSeconds (or log.settings' own session.timeout.ms) must lie between the brokers' group.min.session.timeout.ms (6 s unless set) and group.max.session.timeout.ms (30 min)."),
            ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.RequestTimedOut or ErrorCode.Local_MsgTimedOut =>
                (KafkaCodes.TimedOut, "Look at the brokers; the gateway goes on by itself once they answer."),
            _ when error.IsBrokerError && !Passing(error.Code) => (KafkaCodes.Failed, "Report this with the message."),
            _ => (KafkaCodes.Unreachable, "Check log.servers and the brokers; the gateway goes on by itself once they answer."),
        };
        return new PasserelleException(code, $"{doing} failed: {error.Reason} ({error.Code}).", remedy, inner);
    }

    /// <summary>Broker errors that end by themselves: elections, rebalances, loading coordinators, too few replicas in sync, a full disk.</summary>
    private static bool Passing(ErrorCode code) => code is ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition
        or ErrorCode.BrokerNotAvailable or ErrorCode.ReplicaNotAvailable or ErrorCode.NetworkException or ErrorCode.GroupLoadInProgress
        or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup or ErrorCode.NotEnoughReplicas
        or ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.RebalanceInProgress or ErrorCode.NotController
        or ErrorCode.KafkaStorageError or ErrorCode.ConcurrentTransactions or ErrorCode.OffsetNotAvailable or ErrorCode.ThrottlingQuotaExceeded;
}
