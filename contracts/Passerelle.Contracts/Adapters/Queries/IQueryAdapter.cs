using Passerelle.Contracts.Records;

namespace Passerelle.Contracts.Adapters.Queries;

/// <summary>An adapter that answers a read from the legacy side now. Nothing of it enters log or store.</summary>
public interface IQueryAdapter : IAdapter
{
    /// <summary>Builds the query; opens and starts nothing.</summary>
    ILiveQuery CreateQuery(IOptionReader options, AdapterContext context);
}

/// <summary>Asks the legacy side, by <see cref="IConnection.ReadAsync"/>: it may be asked again. Many calls at a time.</summary>
public interface ILiveQuery : IAsyncDisposable
{
    /// <summary>The records that answer now, at most <paramref name="maxRecords"/>; <see cref="RecordBatch.IsEnd"/> says whether these are
    /// all. None is an answer; what keeps the legacy side from answering is thrown as <see cref="Errors.PasserelleException"/>.</summary>
    /// <param name="parameters">One UTF-8 JSON object.</param>
    ValueTask<RecordBatch> AskAsync(ReadOnlyMemory<byte> parameters, int maxRecords, CancellationToken cancellationToken);
}
