namespace Passerelle.Contracts.Adapters;

/// <summary>What an adapter may know of its surroundings.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="WorkspaceFolder">Absolute path that relative paths in options start from.</param>
/// <param name="Time">The clock.</param>
public sealed record AdapterContext(string Flow, string WorkspaceFolder, TimeProvider Time)
{
    /// <summary>Record fields that the flow's mapping needs; others need not be decoded. Null for all.</summary>
    public IReadOnlySet<string>? NeededFields { get; init; }

    /// <summary>The connection that the flow names; never null when the adapter's spec has <see cref="AdapterSpec.Connection"/> and
    /// <see cref="AdapterSpec.NeedsConnection"/>.</summary>
    public IConnection? Connection { get; init; }
}
