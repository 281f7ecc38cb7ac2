namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>What a raw event asks normalise to do.</summary>
internal enum RawOperation : byte
{
    /// <summary>Map and publish.</summary>
    Publish = (byte)'p',

    /// <summary>Map, and publish only if the value differs from the one that is served.</summary>
    Recheck = (byte)'c',

    /// <summary>The key has vanished from a full extract: publish a tombstone.</summary>
    Vanished = (byte)'v',

    /// <summary>A record of this key became a dead letter in ingest.</summary>
    Failed = (byte)'f',

    /// <summary>A dead letter's record, with its first sequence.</summary>
    Replay = (byte)'r',

    /// <summary>A dead letter was replayed and ingest failed on it again.</summary>
    StillFails = (byte)'s',

    /// <summary>An operator gives a dead letter of ingest up.</summary>
    Discard = (byte)'d',
}
