using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Embedded;

/// <summary>What <c>passerelle.yaml</c> may say of the embedded engines, once.</summary>
public static class EmbeddedSpecs
{
    public static EngineSpec Log { get; } = new("embedded", "The log in SQLite, for one instance", [EngineSpec.Partitions]);

    public static EngineSpec Store { get; } = new("sqlite", "Values in SQLite, for one instance", []);
}
