namespace Passerelle.Contracts.Adapters;

/// <summary>A factory with a spec. What its products can do shows in the small interfaces they implement
/// (<see cref="ISource"/> or <see cref="IDeliverySource"/>, <see cref="IRecordDecoder"/>, <see cref="IProbe"/>, <see cref="IDialectReport"/>).</summary>
public interface IAdapter
{
    AdapterSpec Spec { get; }

    /// <summary>Checks what the spec can't say, without any I/O. Problems go to <see cref="IOptionReader.Report"/>.</summary>
    void Validate(IOptionReader options);

    /// <summary>Builds the source, an <see cref="ISource"/> or an <see cref="IDeliverySource"/>; starts and opens nothing.</summary>
    IAsyncDisposable CreateSource(IOptionReader options, AdapterContext context);
}
