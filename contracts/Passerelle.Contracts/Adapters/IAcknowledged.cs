namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability of an <see cref="ISource"/>: tells the legacy side what it need not keep any more.</summary>
public interface IAcknowledged
{
    /// <summary>Everything up to the position is durable on the log. Repeated after a crash: idempotent.</summary>
    ValueTask AcknowledgeAsync(string position, CancellationToken cancellationToken);
}
