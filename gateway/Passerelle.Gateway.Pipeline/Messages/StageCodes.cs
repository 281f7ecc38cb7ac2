using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>The codes of what goes wrong in the stages themselves.</summary>
public static class StageCodes
{
    public static readonly ErrorCode KeyUnreadable = new("PSR-4501", FailureKind.Malformed, "The record's key cannot be read.");
    public static readonly ErrorCode DuplicateKey = new("PSR-4502", FailureKind.Conflict, "The key stands a second time in one extract.");
    public static readonly ErrorCode TooManyBad = new("PSR-4503", FailureKind.Rejected, "Too many records of the delivery are broken.");
    public static readonly ErrorCode TooManyVanished = new("PSR-4504", FailureKind.Rejected, "Too many keys have vanished from the extract.");
    public static readonly ErrorCode OlderExtract = new("PSR-4505", FailureKind.Conflict, "The delivery is older than the last applied one.");
    public static readonly ErrorCode DuplicateDelivery = new("PSR-4506", FailureKind.Conflict, "The delivery's content was applied before.");
    public static readonly ErrorCode ChangedWhileRead = new("PSR-4507", FailureKind.Conflict, "The delivery changed while it was read.");
    public static readonly ErrorCode RejectedByOperator = new("PSR-4508", FailureKind.Rejected, "An operator rejected the delivery.");
    public static readonly ErrorCode NotOffered = new("PSR-4509", FailureKind.Configuration, "The flow asks for what this version does not offer.");
    public static readonly ErrorCode FlowBlocked = new("PSR-4511", FailureKind.Malformed, "A record without a readable key stops a flow of changes.");
    public static readonly ErrorCode NotHead = new("PSR-4512", FailureKind.Conflict, "The dead letter waits behind another one of its key.");
    public static readonly ErrorCode WaitingLost = new("PSR-4513", FailureKind.Configuration, "A waiting message is gone from the parked log.");
    public static readonly ErrorCode SchemaChanged = new("PSR-4514", FailureKind.Configuration, "A contract's schema changed under the same version.");
    public static readonly ErrorCode BreakingChange = new("PSR-4515", FailureKind.Configuration, "A contract breaks its readers under the same major version.");
    public static readonly ErrorCode DeliveryWaits = new("PSR-4516", FailureKind.Conflict, "A delivery of changes waits behind one in quarantine.");
    public static readonly ErrorCode KeyChanged = new("PSR-4517", FailureKind.Conflict, "The record's key is read differently than when it failed.");
    public static readonly ErrorCode NotDecodable = new("PSR-4518", FailureKind.Rejected, "The record cannot be decoded again from its bytes.");
    public static readonly ErrorCode BrokenAnew = new("PSR-4519", FailureKind.Conflict, "The dead letter holds another record than when it was looked at.");
    public static readonly ErrorCode ClaimLost = new("PSR-4520", FailureKind.Configuration, "The claim store lacks content that the log refers to.");
    public static readonly ErrorCode NewerLog = new("PSR-4521", FailureKind.Configuration, "A newer version has written the log.");
    public static readonly ErrorCode OtherLog = new("PSR-4530", FailureKind.Configuration, "The read store's position belongs to another log.");
    public static readonly ErrorCode MigrationPending = new("PSR-4540", FailureKind.Conflict, "The log to be migrated has work left.");
    public static readonly ErrorCode MigrationTarget = new("PSR-4541", FailureKind.Conflict, "The log to migrate to is not empty.");
    public static readonly ErrorCode MigrationShape = new("PSR-4542", FailureKind.Configuration, "A log has other topics than the workspace wants.");
    public static readonly ErrorCode Internal = new("PSR-4599", FailureKind.Internal, "The stage failed on this record.");
}
