using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.Events;
using Passerelle.Gateway.Core.Stages.Ingest;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>Makes the contract events of one flow: the whole value, or a tombstone.</summary>
internal sealed class ContractEvents(FlowDefinition flow, TopicNames topics)
{
    private static readonly LogHeader SpecVersion = new(HeaderNames.SpecVersion, "1.0"u8.ToArray());
    private static readonly LogHeader ContentType = new(HeaderNames.ContentType, "application/json"u8.ToArray());
    private readonly LogHeader _source = new(HeaderNames.Source, Encoding.UTF8.GetBytes($"/passerelle/{flow.Name}"));
    private readonly LogHeader _type = new(HeaderNames.Type, Encoding.UTF8.GetBytes($"passerelle.{flow.Contract.Name}"));
    private readonly LogHeader _schema = new(HeaderNames.DataSchema, Encoding.UTF8.GetBytes($"{flow.Contract.Name}@{flow.Contract.Version}"));
    private readonly string _topic = topics.Contract(flow.Contract);
    private readonly string _mapping = flow.Mapper.Version;

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

    private ReadOnlyMemory<byte> Lineage(in RawEvent raw, BatchArena arena)
    {
        var origin = raw.Origin;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(384);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("flow", flow.Name);
            json.WriteString("mapping", _mapping);
            json.WriteString("source", origin.Source);
            json.WriteNumber("record", origin.Record);
            json.WriteNumber("line", origin.Line);
            json.WriteNumber("byteOffset", origin.ByteOffset);
            json.WriteNumber("byteLength", origin.ByteLength);
            json.WriteString("topic", raw.Source.Topic);
            json.WriteNumber("partition", raw.Source.Partition);
            json.WriteNumber("offset", raw.Source.Offset);
            json.WriteEndObject();
        }

        return arena.Copy(buffer.WrittenSpan);
    }
}
