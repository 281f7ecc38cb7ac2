using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>Makes the contract events of one flow: the whole value, or a tombstone.</summary>
internal sealed class ContractEvents(FlowDefinition flow, TopicNames topics)
{
    // Six numbers and the names around them.
    private const int LineageNumbers = 6 * 20 + 90;
    private static readonly LogHeader SpecVersion = new(HeaderNames.SpecVersion, "1.0"u8.ToArray());
    private static readonly LogHeader ContentType = new(HeaderNames.ContentType, "application/json"u8.ToArray());
    private readonly LogHeader _source = new(HeaderNames.Source, Encoding.UTF8.GetBytes($"/passerelle/{flow.Name}"));
    private readonly LogHeader _type = new(HeaderNames.Type, Encoding.UTF8.GetBytes($"passerelle.{flow.Contract.Name}"));
    private readonly LogHeader _schema = new(HeaderNames.DataSchema, Encoding.UTF8.GetBytes($"{flow.Contract.Name}@{flow.Contract.Version}"));
    private readonly string _topic = topics.Contract(flow.Contract);
    private readonly string _rawTopic = topics.Raw(flow.Name);
    private readonly JsonEncodedText _encodedRaw = JsonEncodedText.Encode(topics.Raw(flow.Name));
    private readonly byte[] _lineage = LineageStart(flow);
    private string? _lastSource;
    private JsonEncodedText _encodedSource;

    /// <param name="sequence">Rises with what is published of a key.</param>
    /// <param name="asOf">What the record itself says; null to take what its delivery says.</param>
    public LogAppend Make(in RawEvent raw, ReadOnlyMemory<byte>? value, long sequence, DateTimeOffset? asOf, BatchArena arena) => new(
        _topic, raw.Source.Partition, raw.Source.Key, value,
        [
            SpecVersion, _source, _type, _schema, ContentType,
            new(HeaderNames.Id, raw.Id),
            new(HeaderNames.Sequence, RawEvents.Decimal(sequence, arena)),
            new(HeaderNames.AsOf, asOf is { } said ? Encoding.ASCII.GetBytes(said.ToString("O", CultureInfo.InvariantCulture)) : raw.AsOfBytes),
            new(HeaderNames.TraceParent, raw.TraceParent),
            new(HeaderNames.Lineage, Lineage(raw, arena)),
        ]);

    /// <summary>Written by hand: a JSON writer for every event cost more than the mapping.</summary>
    private ReadOnlyMemory<byte> Lineage(in RawEvent raw, BatchArena arena)
    {
        var origin = raw.Origin;
        if (origin.Source != _lastSource) (_lastSource, _encodedSource) = (origin.Source, JsonEncodedText.Encode(origin.Source));
        var source = _encodedSource.EncodedUtf8Bytes;
        var topic = raw.Source.Topic == _rawTopic ? _encodedRaw : JsonEncodedText.Encode(raw.Source.Topic);
        var room = arena.Take(_lineage.Length + source.Length + topic.EncodedUtf8Bytes.Length + LineageNumbers);
        Utf8.TryWrite(
            room.Span, CultureInfo.InvariantCulture,
            $"{(ReadOnlySpan<byte>)_lineage}{source}\",\"record\":{origin.Record},\"line\":{origin.Line},\"byteOffset\":{origin.ByteOffset},\"byteLength\":{origin.ByteLength},\"topic\":\"{topic.EncodedUtf8Bytes}\",\"partition\":{raw.Source.Partition},\"offset\":{raw.Source.Offset}}}",
            out var written);
        return room[..written];
    }

    private static byte[] LineageStart(FlowDefinition flow) => Encoding.UTF8.GetBytes(
        $"{{\"flow\":\"{JsonEncodedText.Encode(flow.Name)}\",\"mapping\":\"{JsonEncodedText.Encode(flow.Mapper.Version)}\",\"source\":\"");
}
