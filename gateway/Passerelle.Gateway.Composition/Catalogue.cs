using Passerelle.Adapters.Files;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The one list of adapters and engines. Nothing is found by scanning assemblies.</summary>
public static class Catalogue
{
    public static IReadOnlyList<IAdapter> Adapters { get; } = [new FlatFileAdapter(), new MainframeAdapter(), new FixedWidthAdapter()];

    /// <summary>What a workspace may name as <c>log.engine</c> and <c>store.engine</c>.</summary>
    public static WorkspaceEngines Engines { get; } = new(
        [.. LogEngines.All.Select(e => e.Spec)], [.. StoreEngines.All.Select(e => e.Spec)]);
}
