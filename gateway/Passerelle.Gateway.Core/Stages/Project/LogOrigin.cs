using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.Gateway.Core.Stages.Project;

/// <summary>Which topic of which log a projection's position belongs to, kept beside the position: an offset means nothing anywhere else.</summary>
internal static class LogOrigin
{
    private const string View = "log-origins";

    /// <summary>Compares what the store knows with the log that is there.</summary>
    /// <returns>What the first batch has to write beside its position; null when the store has it already.</returns>
    /// <exception cref="PasserelleException">PSR-4530: the topic is another one.</exception>
    public static async ValueTask<ViewEntry?> CheckAsync(IProjection projection, GatewayEnvironment environment, int partition, CancellationToken cancellationToken)
    {
        var identity = await environment.Log.IdentityAsync(projection.Topic, cancellationToken);
        var id = $"{projection.Name}/{partition}";
        var known = await environment.Store.GetViewAsync(View, id, cancellationToken);
        if (known is null)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(identity, StageJson.Default.String);
            return new ViewEntry(View, id, "", "", identity, environment.Time.GetUtcNow(), json);
        }

        return known.Group == identity ? null : throw new PasserelleException(
            StageCodes.OtherLog,
            $"The read store has followed topic '{projection.Topic}' up to a position in another log than the one that is there now (it knew {known.Group}, found {identity}).",
            "Point the gateway at the log that the store belongs to, or start with an empty store, which is built anew from this log.");
    }
}
