namespace Passerelle.Contracts.Records;

/// <summary>Records read in one go, with the position that follows them. Dispose it to give its buffers back.</summary>
public sealed class RecordBatch(IReadOnlyList<SourceRecord> records, string positionAfter, bool isEnd, IDisposable? buffers = null)
    : IDisposable
{
    /// <summary>In the order of the source. Empty when the source has nothing at the moment.</summary>
    public IReadOnlyList<SourceRecord> Records { get; } = records;

    /// <summary>Opaque to everyone but the source: give it to <c>OpenAsync</c> to go on after the last record of this batch.</summary>
    public string PositionAfter { get; } = positionAfter;

    /// <summary>Nothing follows this batch: the delivery is read to its end.</summary>
    public bool IsEnd { get; } = isEnd;

    /// <summary>Counted conditions that are no failures: a lenient policy applied, a header repeated. Name to count.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = System.Collections.Frozen.FrozenDictionary<string, long>.Empty;

    public void Dispose() => buffers?.Dispose();
}
