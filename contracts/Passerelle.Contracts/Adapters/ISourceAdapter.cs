namespace Passerelle.Contracts.Adapters;

/// <summary>An adapter that reads records: in deliveries (<see cref="IDeliveryAdapter"/>) or as a stream (<see cref="IStreamAdapter"/>).
/// What its sources can do beside that shows in the small interfaces that they implement
/// (<see cref="IRecordDecoder"/>, <see cref="IOriginArchive"/>, <see cref="IProbe"/>, <see cref="IDialectReport"/> and others).</summary>
public interface ISourceAdapter : IAdapter
{
    /// <summary>Builds the source for whoever asks for one of those abilities; starts and opens nothing.</summary>
    IAsyncDisposable CreateSource(IOptionReader options, AdapterContext context);
}

/// <summary>An adapter whose records arrive in deliveries (files): each is judged whole before it is published.</summary>
public interface IDeliveryAdapter : ISourceAdapter
{
    /// <summary>Builds the source; starts and opens nothing.</summary>
    new IDeliverySource CreateSource(IOptionReader options, AdapterContext context);

    IAsyncDisposable ISourceAdapter.CreateSource(IOptionReader options, AdapterContext context) => CreateSource(options, context);
}

/// <summary>An adapter whose records come one after the other, without an end.</summary>
public interface IStreamAdapter : ISourceAdapter
{
    /// <summary>Builds the source; starts and opens nothing.</summary>
    new ISource CreateSource(IOptionReader options, AdapterContext context);

    IAsyncDisposable ISourceAdapter.CreateSource(IOptionReader options, AdapterContext context) => CreateSource(options, context);
}
