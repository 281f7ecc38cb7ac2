using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>What a workspace may name as its engines; the first of each is the default.</summary>
public sealed record WorkspaceEngines(IReadOnlyList<EngineSpec> Log, IReadOnlyList<EngineSpec> Store);
