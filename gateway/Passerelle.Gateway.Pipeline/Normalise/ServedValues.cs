using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>The slow path: what was last published for a key, asked of the read store once it has caught up with this partition.</summary>
internal sealed class ServedValues(GatewayEnvironment environment, DataContract contract, int partition)
{
    private readonly string _topic = environment.Topics.Contract(contract);
    private bool _caughtUp;

    /// <summary>To be called after every commit: the store may be behind again. Not before it, when nothing of it is on the log yet.</summary>
    public void Committed() => _caughtUp = false;

    public async ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellationToken)
    {
        while (!_caughtUp)
        {
            var end = await environment.Log.EndAsync(_topic, partition, cancellationToken);
            var position = await environment.Store.PositionAsync(ProjectionName.Of(contract), partition, cancellationToken);

            // Between the last event and the end there may be offsets that hold none.
            _caughtUp = position >= end || (await environment.Log.FetchAsync(_topic, partition, position, 1, TimeSpan.Zero, cancellationToken)).Count == 0;
            if (!_caughtUp) await Task.Delay(TimeSpan.FromMilliseconds(5), environment.Time, cancellationToken);
        }

        return await environment.Store.GetAsync(contract.Name, contract.Version.Major, key, cancellationToken);
    }
}
