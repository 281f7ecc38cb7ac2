using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>What is kept beside a projection's position: which topic of which log it belongs to, for an offset means nothing anywhere else, and until when
/// everything that was written there has been applied.</summary>
internal sealed class LogOrigin
{
    private const string View = "log-origins";

    // A small part of the retention; each is a write to the database.
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private readonly string _id;
    private readonly string _identity;
    private DateTimeOffset? _written;

    private LogOrigin(string id, string identity, DateTimeOffset? seen) => (_id, _identity, _written) = (id, identity, seen);

    /// <summary>Everything that was written to the topic before has been applied; null when nothing ever was.</summary>
    public DateTimeOffset? Seen => _written;

    /// <summary>Compares what the store knows with the log that is there.</summary>
    /// <exception cref="PasserelleException">PSR-4530: the topic is another one.</exception>
    public static async ValueTask<LogOrigin> CheckAsync(IProjection projection, GatewayEnvironment environment, int partition, CancellationToken cancellationToken)
    {
        var identity = await environment.Log.IdentityAsync(projection.Topic, cancellationToken);
        var id = $"{projection.Name}/{partition}";
        var known = await environment.Store.Views.GetAsync(View, id, cancellationToken);
        return known is null || known.Group == identity ? new LogOrigin(id, identity, known?.At) : throw new PasserelleException(
            StageCodes.OtherLog,
            $"The read store has followed topic '{projection.Topic}' up to a position in another log than the one that is there now (it knew {known.Group}, found {identity}).",
            "Point the gateway at the log that the store belongs to, or start with an empty store, which is built anew from this log.");
    }

    /// <summary>Whether tombstones that were written since may be gone from the log.</summary>
    public bool MayHaveMissed(IEventLog log, DateTimeOffset now) => !log.WaitsForReaders && _written is { } seen && now - seen >= TopicNames.Retention;

    /// <summary>Adds to a batch that applies everything written before <paramref name="seen"/> what is to be kept beside its position, when that is due.</summary>
    public ProjectionBatch Keep(ProjectionBatch batch, DateTimeOffset seen) => IsDue(seen) ? batch with { Views = [.. batch.Views, Entry(seen)] } : batch;

    public bool IsDue(DateTimeOffset seen) => _written is not { } written || seen - written >= Interval;

    /// <summary>The batch was applied.</summary>
    public void Kept(DateTimeOffset seen)
    {
        if (IsDue(seen)) _written = seen;
    }

    private ViewEntry Entry(DateTimeOffset seen) =>
        new(View, _id, "", "", _identity, seen, JsonSerializer.SerializeToUtf8Bytes(_identity, ProjectJson.Default.String));
}
