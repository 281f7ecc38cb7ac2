using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Kafka.Errors;

/// <summary>The codes of the log on Kafka: 4700 to 4799.</summary>
public static class KafkaCodes
{
    public static readonly ErrorCode SettingRefused = new("PSR-4700", FailureKind.Configuration, "A setting would break what the log promises.");
    public static readonly ErrorCode SettingUnknown = new("PSR-4701", FailureKind.Configuration, "The Kafka client does not take a setting.");
    public static readonly ErrorCode UnknownTopic = new("PSR-4702", FailureKind.Configuration, "The topic or partition does not exist.");
    public static readonly ErrorCode OffsetGone = new("PSR-4703", FailureKind.Configuration, "The events at a reader's position are gone.");
    public static readonly ErrorCode TopicReplaced = new("PSR-4704", FailureKind.Configuration, "The topic is not the one that a position belongs to.");
    public static readonly ErrorCode EventTooLarge = new("PSR-4705", FailureKind.Invalid, "An event is larger than the log takes.");
    public static readonly ErrorCode TransactionTooLarge = new("PSR-4706", FailureKind.Invalid, "A transaction is larger than the log takes.");
    public static readonly ErrorCode FolderInUse = new("PSR-4707", FailureKind.Configuration, "Another gateway uses the cache folder.");
    public static readonly ErrorCode TopicNotMade = new("PSR-4708", FailureKind.Configuration, "The brokers refused to make a topic.");
    public static readonly ErrorCode Unreachable = new("PSR-4710", FailureKind.Connection, "The Kafka cluster cannot be reached.");
    public static readonly ErrorCode TimedOut = new("PSR-4711", FailureKind.Timeout, "The Kafka cluster did not answer in time.");
    public static readonly ErrorCode Denied = new("PSR-4712", FailureKind.Authentication, "The Kafka cluster refused the user.");
    public static readonly ErrorCode CacheFailed = new("PSR-4713", FailureKind.Connection, "The local cache of state cannot be read or written.");
    public static readonly ErrorCode NotSecured = new("PSR-4714", FailureKind.Authentication, "The connection to the Kafka cluster cannot be secured.");
    public static readonly ErrorCode SessionRefused = new("PSR-4715", FailureKind.Configuration, "The Kafka cluster takes no group with this session timeout.");
    public static readonly ErrorCode TooManyAppends = new("PSR-4716", FailureKind.Connection, "More appends are in flight than the log takes at a time.");
    public static readonly ErrorCode AppendUnclear = new("PSR-4717", FailureKind.Timeout, "Whether an appended event stands is not known.");
    public static readonly ErrorCode Failed = new("PSR-4719", FailureKind.Internal, "The Kafka cluster refused a request.");
}
