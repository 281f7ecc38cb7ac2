using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>What a stage does about an exception: wait, stop, or find the record that causes it.</summary>
internal static class FailureKinds
{
    /// <summary>How often a record that fails for an unforeseen reason is tried alone.</summary>
    public const int Tries = 3;

    /// <summary>It will pass by itself: never a dead letter.</summary>
    public static bool Waits(Exception e) =>
        e is IOException or TimeoutException or PasserelleException { Code.Kind: FailureKind.Connection or FailureKind.Timeout or FailureKind.Authentication };

    /// <summary>Someone has to mend the configuration.</summary>
    public static bool Stops(Exception e) => e is PasserelleException { Code.Kind: FailureKind.Configuration };

    /// <summary>Nothing is known but that something in the batch failed.</summary>
    public static bool IsRecords(Exception e) =>
        !Waits(e) && !Stops(e) && e is not (OperationCanceledException or LeaseLostException or ObjectDisposedException);

    /// <summary>The record itself is at fault, so that trying again is of no use.</summary>
    public static bool IsCertain(Exception e) => e is PasserelleException { Code.Kind: not FailureKind.Internal };

    public static Failure ToFailure(Exception e) => e is PasserelleException known
        ? new Failure { Code = known.Code, Message = known.Message, Remedy = known.Remedy }
        : new Failure
        {
            Code = StageCodes.Internal,
            Message = $"The stage failed on this record {Tries} times: {e.GetType().Name}.",
            Remedy = "Report it with the dead letter; replay it with 'passerelle failures replay' once that is mended.",
            Found = e.Message.Length > 200 ? e.Message[..200] : e.Message,
        };

    /// <summary>The code and sentence that readiness shows.</summary>
    public static (string Code, string Reason) Describe(Exception e) =>
        e is PasserelleException known ? (known.Code.Id, known.Message) : (StageCodes.Internal.Id, e.Message);
}
