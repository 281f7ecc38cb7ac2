namespace Passerelle.Contracts.Adapters;

/// <summary>A connection of the workspace, ready to use: its options, and the way through its limits. One for all who use it.</summary>
/// <remarks>Both ways run inside the connection's concurrency and rate limit, its circuit breaker and its timeout; what these refuse is
/// thrown as <see cref="Errors.PasserelleException"/> of the kinds connection and timeout. They differ in one thing:
/// only a read is tried again.</remarks>
public interface IConnection
{
    /// <summary>As under <c>connections</c>.</summary>
    string Name { get; }

    /// <summary>Checked against <see cref="AdapterSpec.Connection"/> of the connection's adapter.</summary>
    IOptionReader Options { get; }

    /// <summary>Runs what may be repeated, and repeats it with backoff while it fails for a reason that passes by itself
    /// (kinds connection and timeout, plain I/O errors).</summary>
    ValueTask<T> ReadAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken);

    /// <summary>Runs what must never run twice, as a command: at most once, whatever becomes of it.</summary>
    ValueTask<T> SendAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken);
}
