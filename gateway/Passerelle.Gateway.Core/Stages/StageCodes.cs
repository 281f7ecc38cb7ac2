using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Core.Stages;

/// <summary>The codes of what goes wrong in the stages themselves.</summary>
public static class StageCodes
{
    public static readonly ErrorCode KeyUnreadable = new("PSR-4501", FailureKind.Malformed, "The record's key cannot be read.");
    public static readonly ErrorCode DuplicateKey = new("PSR-4502", FailureKind.Conflict, "The key stands a second time in one extract.");
    public static readonly ErrorCode TooManyBad = new("PSR-4503", FailureKind.Rejected, "Too many records of the delivery are broken.");
    public static readonly ErrorCode TooManyVanished = new("PSR-4504", FailureKind.Rejected, "Too many keys have vanished from the extract.");
    public static readonly ErrorCode OlderExtract = new("PSR-4505", FailureKind.Conflict, "The extract is older than the last applied one.");
    public static readonly ErrorCode DuplicateDelivery = new("PSR-4506", FailureKind.Conflict, "The delivery's content was applied before.");
    public static readonly ErrorCode ChangedWhileRead = new("PSR-4507", FailureKind.Conflict, "The delivery changed while it was read.");
    public static readonly ErrorCode RejectedByOperator = new("PSR-4508", FailureKind.Rejected, "An operator rejected the delivery.");
    public static readonly ErrorCode NotOffered = new("PSR-4509", FailureKind.Configuration, "The flow asks for what this version does not offer.");
    public static readonly ErrorCode ClaimLost = new("PSR-4520", FailureKind.Configuration, "The claim store lacks content that the log refers to.");
    public static readonly ErrorCode Internal = new("PSR-4599", FailureKind.Internal, "The stage failed on this record.");
}
