using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Reads the canonical contract key of records, into one reused buffer.</summary>
internal sealed class KeyReader(IRecordMapper mapper)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>Valid until the next call; empty when the key can't be read.</summary>
    public ReadOnlyMemory<byte> Key { get; private set; }

    /// <summary>The failure of the record: its own, or that of its key.</summary>
    public Failure? Read(in SourceRecord record)
    {
        _buffer.ResetWrittenCount();
        Key = default;
        if (record.Json.IsEmpty) return record.Failure;
        var failure = GuardedMapper.WriteKey(mapper, record.Json, _buffer);
        if (failure is null) Key = _buffer.WrittenMemory;
        return record.Failure ?? failure;
    }
}
