using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.Gateway.Core.Stages.Project;

/// <summary>Turns the events of one topic into one transaction of the read store.</summary>
internal interface IProjection
{
    /// <summary>What its position is kept under in the store.</summary>
    string Name { get; }

    string Topic { get; }

    string Group { get; }

    /// <param name="events">At least one.</param>
    ProjectionBatch ToBatch(IReadOnlyList<LogEvent> events, int partition, long from);
}
