using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Benchmarks.Common;

/// <summary>Nobody asks a benchmark what lenient policies let pass.</summary>
internal sealed class NoCounters : IMapCounters
{
    public void Count(string policy)
    {
    }
}
