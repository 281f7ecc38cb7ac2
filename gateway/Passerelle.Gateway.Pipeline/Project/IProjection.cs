using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>Turns the events of one topic into one transaction of the read store.</summary>
internal interface IProjection
{
    /// <summary>What its position is kept under in the store.</summary>
    string Name { get; }

    string Topic { get; }

    string Group { get; }

    /// <summary>The flows whose pause stops it, when all of them are paused; none for a projection that never stops.</summary>
    IReadOnlyList<string> Flows { get; }

    /// <summary>Its dead letters; null when what the store refuses is passed over with a line in the log.</summary>
    IProjectLetters? Letters { get; }

    /// <param name="events">Any number.</param>
    ProjectionBatch ToBatch(IReadOnlyList<LogEvent> events, int partition, long from, long next);
}

/// <summary>Dead letters of events that the store refused.</summary>
internal interface IProjectLetters
{
    string RequestTopic { get; }

    /// <summary>State table of the open ones, by key.</summary>
    string OpenTable { get; }

    ValueTask<DeadLetter> MakeAsync(LogEvent e, Failure failure, CancellationToken cancellationToken);

    LogAppend ToEvent(DeadLetter letter);

    DeadLetter Settle(DeadLetter letter, DeadLetterState state);

    /// <summary>The dead letter's value, as the event would have brought it.</summary>
    StoredValue ToValue(DeadLetter letter);

    /// <summary>The sequence that the key's row was made from; null when there is none.</summary>
    ValueTask<long?> SequenceAsync(string key, CancellationToken cancellationToken);

    /// <summary>A batch with one value that leaves the position where it is.</summary>
    ProjectionBatch ToBatch(StoredValue value, int partition, long position);
}
