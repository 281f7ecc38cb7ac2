using Confluent.Kafka;

namespace Passerelle.Gateway.Kafka.Clients;

/// <summary>What clients said of their connections lately. A request that gets no answer fails with a timeout, whatever the reason is: a refused password or an
/// unknown certificate are told to the client's error handler only.</summary>
internal sealed class ClientTroubles(TimeProvider time)
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private (Error Error, long At)? refusal;
    private (Error Error, long At)? failure;

    public void Note(Error error)
    {
        lock (gate)
        {
            if (error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl) refusal = (error, time.GetTimestamp());
            else if (error.Code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve) failure = (error, time.GetTimestamp());
        }
    }

    /// <summary>An error of a request, with its reason where that is known.</summary>
    public Error Explain(Error error)
    {
        if (error.Code is not (ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown)) return error;
        lock (gate)
        {
            if (refusal is { } r && time.GetElapsedTime(r.At) < Lately) return r.Error;
            return failure is { } f && time.GetElapsedTime(f.At) < Lately ? new Error(error.Code, $"{error.Reason}; a client said: {f.Error.Reason}") : error;
        }
    }
}
