using Passerelle.Adapters.Files;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Composition;

/// <summary>The one list of adapters. Nothing is found by scanning assemblies.</summary>
public static class Catalogue
{
    public static IReadOnlyList<IAdapter> Adapters { get; } = [new FlatFileAdapter(), new MainframeAdapter(), new FixedWidthAdapter()];
}
