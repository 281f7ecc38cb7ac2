using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability of what an adapter makes: checks that the legacy side can be reached and allows what is asked of it.</summary>
public interface IProbe
{
    /// <summary>Null when it can; otherwise why not. Changes nothing on the legacy side.</summary>
    ValueTask<Failure?> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>An adapter that can check a connection by itself, without a flow.</summary>
public interface IProbeAdapter : IAdapter
{
    /// <summary>Builds the probe; opens nothing.</summary>
    IProbe CreateProbe(IConnection connection);
}
