using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability: checks that the legacy side can be reached with the given credentials.</summary>
public interface IProbe
{
    /// <summary>Null when it can; otherwise why not.</summary>
    ValueTask<Failure?> ProbeAsync(CancellationToken cancellationToken);
}
