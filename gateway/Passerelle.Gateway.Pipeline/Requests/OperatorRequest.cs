using System.Text.Json;
using System.Text.Json.Serialization;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Requests;

/// <summary>What an operator asks of the owner of a partition.</summary>
public enum RequestKind
{
    Replay,
    Discard,
    AcceptDelivery,
    RejectDelivery,

    /// <summary>Publishes the deletions that wait behind an unreadable key.</summary>
    ConfirmDeletions,
    Pause,
    Resume,
}

/// <summary>A request on the log: carried out by the owner of its partition, never by the process that asked. Asking twice has the effect of once.</summary>
public sealed record OperatorRequest
{
    [JsonConverter(typeof(JsonStringEnumConverter<RequestKind>))]
    public required RequestKind Kind { get; init; }

    /// <summary>Id of the dead letter or the delivery; empty for pause and resume.</summary>
    public string Subject { get; init; } = "";

    public string? Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The dead letter's document.</summary>
    public byte[]? Document { get; init; }

    /// <summary>The request of an event, and the dead letter in it; nulls for what is not one of ours.</summary>
    internal static (OperatorRequest? Request, DeadLetter? Letter) Read(LogEvent e)
    {
        try
        {
            var request = e.Value is { } value ? FromJson(value.Span) : null;
            return (request, request?.Document is { } document ? DeadLetter.FromJson(document) : null);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RequestJson.Default.OperatorRequest);

    public static OperatorRequest? FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, RequestJson.Default.OperatorRequest);
}
