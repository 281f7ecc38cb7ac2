using Passerelle.Contracts.Records;

namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability: decodes one record again from its original bytes, for the replay of an ingest dead letter.</summary>
public interface IRecordDecoder
{
    /// <summary>The batch holds exactly one record, with its failure if it still does not decode.</summary>
    RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin);
}
