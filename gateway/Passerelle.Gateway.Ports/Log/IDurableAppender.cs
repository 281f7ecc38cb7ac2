namespace Passerelle.Gateway.Ports.Log;

/// <summary>Appends single events from any instance, for callers that answer somebody once the event is safe: an accepted command, a call that came in.</summary>
/// <remarks>
/// <para>No lease and no transaction. Many callers may be in flight together; what they hand over is grouped, so that hundreds share
/// one sync to disk or one request. A process that is killed with appends in flight holds up no reader.</para>
/// <para><b>Order.</b> Events that one caller appends to a partition, each awaited before the next, stand there in that order. Nothing else
/// is promised.</para>
/// <para><b>Repeats.</b> Whoever appends an event again, after a crash or because its outcome was unclear, may make it stand twice.
/// The event carries an id, and its readers drop repeats by it.</para>
/// <para><b>Topics.</b> A topic takes either these appends or transactions, never both. Where one partition took both, an instance that was
/// killed inside a commit would hide from readers what others append behind it, until its transaction is ended: what was called durable
/// could not be seen.</para>
/// <para><b>Bounds.</b> What is in flight is bounded in events and bytes. What goes beyond is refused at once: callers that waited for room
/// would themselves be what nobody bounds.</para>
/// </remarks>
public interface IDurableAppender
{
    /// <summary>Completes when the event is durable (embedded: synced to disk; Kafka: with all replicas in sync) and readers can see it.</summary>
    /// <exception cref="AppendUnclearException">The event may stand, or come to stand later. Never to be answered as accepted.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the event was handed over: it does not stand. What was handed over is
    /// not taken back: the call then goes on to a known outcome, or ends with <see cref="AppendUnclearException"/>.</exception>
    /// <exception cref="Exception">Any other exception (too large, too many in flight, no such topic, a log that is closed or cannot be
    /// written): the event does not stand and never will.</exception>
    ValueTask AppendAsync(LogAppend entry, CancellationToken cancellationToken);
}
