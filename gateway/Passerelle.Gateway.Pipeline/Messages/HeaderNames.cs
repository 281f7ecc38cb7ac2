namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>Header names: CloudEvents 1.0 in the binary mode of its Kafka binding, W3C trace context, and our own.</summary>
public static class HeaderNames
{
    public const string SpecVersion = "ce_specversion";
    public const string Id = "ce_id";
    public const string Source = "ce_source";
    public const string Type = "ce_type";
    public const string Subject = "ce_subject";
    public const string Time = "ce_time";
    public const string DataSchema = "ce_dataschema";
    public const string ContentType = "content-type";
    public const string TraceParent = "traceparent";

    /// <summary>The flow's sequence, decimal.</summary>
    public const string Sequence = "psr-sequence";

    /// <summary>Where the record stands: <c>record line offset length source</c>, separated by blanks.</summary>
    public const string Origin = "psr-origin";

    /// <summary>The record's original bytes.</summary>
    public const string Original = "psr-original";

    /// <summary>Instead of the bytes, when they stay in the archive: their SHA-256, lower-case hexadecimal.</summary>
    public const string OriginalHash = "psr-original-sha256";

    /// <summary>What a raw event asks for; see <see cref="RawOperation"/>.</summary>
    public const string Operation = "psr-operation";

    /// <summary>When the legacy side said it, ISO 8601.</summary>
    public const string AsOf = "psr-asof";

    /// <summary>Present when a stream says that the key has gone; <c>1</c>.</summary>
    public const string Delete = "psr-delete";

    /// <summary>The dead letter that this event replays or announces.</summary>
    public const string DeadLetter = "psr-dead-letter";

    /// <summary>The dead letter's document, travelling with a replay.</summary>
    public const string DeadLetterDocument = "psr-dead-letter-document";

    /// <summary>The raw offset that a parked message was read from, decimal.</summary>
    public const string ParkedFrom = "psr-parked-from";

    /// <summary>JSON: flow, mapping version, origin, raw partition and offset, contract version.</summary>
    public const string Lineage = "psr-lineage";
}
