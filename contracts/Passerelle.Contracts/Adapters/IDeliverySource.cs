namespace Passerelle.Contracts.Adapters;

/// <summary>A source whose records arrive in deliveries (files): each is judged whole before it is published.</summary>
public interface IDeliverySource : IAsyncDisposable
{
    /// <summary>The complete deliveries that wait, in the declared order. Incomplete ones are left out.</summary>
    ValueTask<IReadOnlyList<Delivery>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a reader over one delivery; called once for every pass. The reader is not yet open.</summary>
    IDeliveryReader Read(Delivery delivery);

    /// <summary>Moves a delivery away (or leaves it) once its outcome is committed. Repeated after a crash: idempotent.</summary>
    ValueTask SettleAsync(Delivery delivery, DeliveryOutcome outcome, CancellationToken cancellationToken);
}
