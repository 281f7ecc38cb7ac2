using System.Runtime.ExceptionServices;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Ingest.Extract;

/// <summary>Reads and hashes the records of a batch on several cores: nothing else has work while a delivery is judged.</summary>
internal sealed class BatchJudge(IRecordMapper mapper, bool hashes)
{
    private const int Chunk = 250;
    private static readonly ParallelOptions Options = new() { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) };
    private JudgedRecord[] _judged = [];

    /// <returns>One for each record, in their order; valid until the next call.</returns>
    public ReadOnlySpan<JudgedRecord> Judge(IReadOnlyList<SourceRecord> records)
    {
        if (_judged.Length < records.Count) _judged = new JudgedRecord[records.Count];
        try
        {
            Parallel.For(0, (records.Count + Chunk - 1) / Chunk, Options, () => new KeyReader(mapper), (chunk, _, keys) => Judge(records, chunk, keys), _ => { });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return _judged.AsSpan(0, records.Count);
    }

    private KeyReader Judge(IReadOnlyList<SourceRecord> records, int chunk, KeyReader keys)
    {
        var end = Math.Min(records.Count, (chunk + 1) * Chunk);
        for (var i = chunk * Chunk; i < end; i++) _judged[i] = Judge(records[i], keys);
        return keys;
    }

    private JudgedRecord Judge(in SourceRecord record, KeyReader keys)
    {
        var bad = keys.Read(record) is not null;
        if (keys.Key.IsEmpty || !hashes) return new JudgedRecord(bad, keys.Key.IsEmpty, default);
        var key = Fingerprint128.Of(keys.Key.Span);
        return new JudgedRecord(bad, false, bad
            ? ExtractEntry.Bad(key, record.Origin.Record)
            : ExtractEntry.Good(key, Fingerprint128.Of(record.Original.Span), record.Origin.Record));
    }
}

/// <param name="IsBad">It could not be decoded, or its key could not be read.</param>
/// <param name="IsUnreadable">Its key could not be read; then there is no entry.</param>
internal readonly record struct JudgedRecord(bool IsBad, bool IsUnreadable, ExtractEntry Entry);
