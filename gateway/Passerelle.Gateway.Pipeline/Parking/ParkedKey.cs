using System.Text.Json;
using System.Text.Json.Serialization;

namespace Passerelle.Gateway.Pipeline.Parking;

/// <summary>A key of a flow of changes whose later messages wait, in order, behind a dead letter.</summary>
public sealed record ParkedKey
{
    public required string Flow { get; init; }

    public required string Key { get; init; }

    /// <summary>Id of the dead letter that everything waits behind; empty while the messages behind a settled one are let go.</summary>
    public string Head { get; init; } = "";

    /// <summary>The head's first sequence.</summary>
    public long HeadSequence { get; init; }

    public int HeadAttempts { get; init; }

    /// <summary>Number of the first message that waits; numbers of a key rise by one.</summary>
    public long First { get; init; }

    /// <summary>Number that the next message to wait will get.</summary>
    public long Next { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>How many messages wait behind the head.</summary>
    public long Waiting => Next - First;

    [JsonIgnore]
    public bool IsReleasing => Head.Length == 0;

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ParkingJson.Default.ParkedKey);

    internal static ParkedKey FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ParkingJson.Default.ParkedKey)!;
}
