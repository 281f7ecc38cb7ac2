using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>One kind of source, driven round by round by the owner of the flow.</summary>
internal interface IIngestFeed : IAsyncDisposable
{
    /// <summary>Decodes dead letters again; null when the source can't.</summary>
    IRecordDecoder? Decoder { get; }

    /// <summary>Reads and commits the next piece of work.</summary>
    /// <returns>Whether there was any; null when what is there has to wait, as the monitor says.</returns>
    ValueTask<bool?> RoundAsync(CancellationToken cancellationToken);
}
