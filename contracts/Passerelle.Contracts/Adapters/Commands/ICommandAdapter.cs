namespace Passerelle.Contracts.Adapters.Commands;

/// <summary>An adapter that carries out writes on the legacy side.</summary>
public interface ICommandAdapter : IAdapter
{
    /// <summary>Builds the target; opens and starts nothing.</summary>
    ICommandTarget CreateTarget(IOptionReader options, AdapterContext context);
}

/// <summary>Carries out commands, one call a command. Whether one is ever sent again is decided by the pipeline,
/// from the answer alone.</summary>
public interface ICommandTarget : IAsyncDisposable
{
    /// <summary>Sends the command once, by <see cref="IConnection.SendAsync"/>, and says what is known of its outcome. Throws only what
    /// happened before the first byte left; everything after it is an answer.</summary>
    ValueTask<CommandAnswer> SendAsync(CommandRequest command, CancellationToken cancellationToken);
}

/// <summary>Optional ability of a command target: asks the legacy side what became of a command whose answer was lost.</summary>
public interface ICommandReadBack
{
    /// <summary>Reads, and never writes. <see cref="CommandOutcome.NotDone"/> says that the legacy side has not
    /// carried it out and will not.</summary>
    ValueTask<CommandAnswer> FindAsync(CommandRequest command, CancellationToken cancellationToken);
}
