using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Why a delivery as a whole is not applied.</summary>
internal static class DeliveryObjections
{
    /// <summary>Whether changes behind a delivery in quarantine wait for it: not when it repeats what was applied, or came too late already.</summary>
    public static bool HoldsUp(DeliveryRecord record) =>
        record.Reasons.All(r => r.Code != StageCodes.DuplicateDelivery.Id && r.Code != StageCodes.OlderExtract.Id);

    public static Failure Older(Delivery delivery, string last) => new()
    {
        Code = StageCodes.OlderExtract,
        Message = $"'{delivery.Name}' sorts before the last applied delivery ('{delivery.OrderKey}' before '{last}').",
        Remedy = "Accept it with 'passerelle files accept' if what it says is really wanted now; otherwise reject it.",
        Expected = $"a delivery after '{last}'",
        Found = delivery.OrderKey,
    };

    public static Failure Duplicate(Delivery delivery, string hash) => new()
    {
        Code = StageCodes.DuplicateDelivery,
        Message = $"'{delivery.Name}' holds, byte for byte, what was applied before (SHA-256 {hash[..12]}…).",
        Remedy = "Accept it with 'passerelle files accept' if the same changes are meant to apply again; otherwise reject it.",
        Expected = "content that was not applied yet",
        Found = hash,
    };

    public static Failure Changed(DeliveryRecord record) => new()
    {
        Code = StageCodes.ChangedWhileRead,
        Message = $"'{record.Name}' changed after it was judged.",
        Remedy = "Ask the sender to write under another name and rename when complete, or pick a completeness rule that waits longer.",
        Expected = $"{record.Size} bytes as judged",
        Found = "another size or time",
    };
}
