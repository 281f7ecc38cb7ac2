using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Passerelle.Contracts.Keys;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>Makes the raw events of one flow.</summary>
internal sealed class RawEvents(FlowDefinition flow, TopicNames topics, int partitions)
{
    private static readonly LogHeader SpecVersion = new(HeaderNames.SpecVersion, "1.0"u8.ToArray());
    private static readonly LogHeader ContentType = new(HeaderNames.ContentType, "application/json"u8.ToArray());
    private static readonly LogHeader[] Delete = [new(HeaderNames.Delete, "1"u8.ToArray())];

    // Numbers stand in that place where the legacy side has no name for a record.
    private static ReadOnlySpan<byte> OwnId => ":id:"u8;

    private readonly LogHeader _source = new(HeaderNames.Source, Encoding.UTF8.GetBytes($"/passerelle/{flow.Name}"));
    private readonly LogHeader _type = new(HeaderNames.Type, Encoding.UTF8.GetBytes($"passerelle.raw.{flow.Name}"));
    private readonly string _topic = topics.Raw(flow.Name);

    /// <param name="id">CloudEvents id: a function of source and position.</param>
    public LogAppend Make(
        RawOperation operation, ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> key, long sequence, in SourceRecord record,
        BatchHeaders batch, BatchArena arena, params ReadOnlySpan<LogHeader> more)
    {
        LogHeader[] headers =
        [
            SpecVersion, _source, _type, ContentType, record.AsOf is { } said ? BatchHeaders.ToHeader(said) : batch.AsOf, batch.TraceParent,
            new(HeaderNames.Id, id),
            new(HeaderNames.Operation, Operation(operation)),
            new(HeaderNames.Sequence, Decimal(sequence, arena)),
            new(HeaderNames.Origin, OriginText.Write(record.Origin, arena)),
            Original(record, arena),
            .. record.IsDelete ? Delete : [],
            .. more,
        ];
        var value = arena.Copy(record.Json.Span);
        return new LogAppend(_topic, Murmur2Partitioner.Partition(key.Span, partitions), key, value, headers);
    }

    public static ReadOnlyMemory<byte> Decimal(long number, BatchArena arena)
    {
        var memory = arena.Take(20);
        Utf8Formatter.TryFormat(number, memory.Span, out var written);
        return memory[..written];
    }

    /// <summary><c>flow:delivery:record</c>: the same record read twice has the same id.</summary>
    public ReadOnlyMemory<byte> Id(long delivery, long record, BatchArena arena)
    {
        var memory = arena.Take(Encoding.UTF8.GetMaxByteCount(flow.Name.Length) + 42);
        var span = memory.Span;
        var used = Encoding.UTF8.GetBytes(flow.Name, span);
        span[used++] = (byte)':';
        Utf8Formatter.TryFormat(delivery, span[used..], out var written);
        used += written;
        span[used++] = (byte)':';
        Utf8Formatter.TryFormat(record, span[used..], out written);
        return memory[..(used + written)];
    }

    /// <summary><c>flow:id:</c> and what the legacy side calls the record; of a name that is too long its SHA-256, lower-case hexadecimal.</summary>
    public ReadOnlyMemory<byte> Id(ReadOnlySpan<byte> own, BatchArena arena)
    {
        if (own.Length > SourceRecord.MaxIdBytes) own = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(own)));
        var memory = arena.Take(Encoding.UTF8.GetMaxByteCount(flow.Name.Length) + OwnId.Length + own.Length);
        var used = Encoding.UTF8.GetBytes(flow.Name, memory.Span);
        OwnId.CopyTo(memory.Span[used..]);
        own.CopyTo(memory.Span[(used + OwnId.Length)..]);
        return memory[..(used + OwnId.Length + own.Length)];
    }

    /// <summary>The archive is trusted with bytes that stand there in one piece, as they are; others travel.</summary>
    private LogHeader Original(in SourceRecord record, BatchArena arena) =>
        flow.ArchivedOriginBytes && record.Original.Length > 0 && record.Original.Length == record.Origin.ByteLength
            ? new(HeaderNames.OriginalHash, OriginHash.Write(record.Original.Span, arena))
            : new(HeaderNames.Original, arena.Copy(record.Original.Span));

    private static ReadOnlyMemory<byte> Operation(RawOperation operation) => operation switch
    {
        RawOperation.Publish => Letters.Publish,
        RawOperation.Recheck => Letters.Recheck,
        RawOperation.Vanished => Letters.Vanished,
        RawOperation.Failed => Letters.Failed,
        RawOperation.StillFails => Letters.StillFails,
        RawOperation.Discard => Letters.Discard,
        _ => Letters.Replay,
    };

    private static class Letters
    {
        public static readonly byte[] Publish = [(byte)RawOperation.Publish];
        public static readonly byte[] Recheck = [(byte)RawOperation.Recheck];
        public static readonly byte[] Vanished = [(byte)RawOperation.Vanished];
        public static readonly byte[] Failed = [(byte)RawOperation.Failed];
        public static readonly byte[] Discard = [(byte)RawOperation.Discard];
        public static readonly byte[] StillFails = [(byte)RawOperation.StillFails];
        public static readonly byte[] Replay = [(byte)RawOperation.Replay];
    }
}

/// <summary>Headers that all events of a batch share.</summary>
internal readonly record struct BatchHeaders(LogHeader AsOf, LogHeader TraceParent, DateTimeOffset AsOfTime, string Trace)
{
    public static BatchHeaders Of(DateTimeOffset asOf)
    {
        var trace = $"00-{System.Diagnostics.ActivityTraceId.CreateRandom().ToHexString()}-{System.Diagnostics.ActivitySpanId.CreateRandom().ToHexString()}-01";
        return new BatchHeaders(ToHeader(asOf), new LogHeader(HeaderNames.TraceParent, Encoding.ASCII.GetBytes(trace)), asOf, trace);
    }

    public static LogHeader ToHeader(DateTimeOffset asOf) =>
        new(HeaderNames.AsOf, Encoding.ASCII.GetBytes(asOf.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
}
