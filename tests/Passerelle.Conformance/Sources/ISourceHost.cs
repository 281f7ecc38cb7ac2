using Passerelle.Contracts.Adapters;

namespace Passerelle.Conformance.Sources;

/// <summary>A legacy side that holds <see cref="SourceSuite.Records"/> records, of which number <see cref="SourceSuite.Broken"/> is broken, and what reads it.</summary>
public interface ISourceHost : IAsyncDisposable
{
    /// <summary>Positions as earlier versions wrote them, with the number of the record that follows. They stay here for ever.</summary>
    IReadOnlyList<(string Position, long Next)> OlderPositions { get; }

    /// <summary>A source that is not open yet, over the same legacy side each time: a stream, or the reader of the one delivery.</summary>
    ValueTask<ISource> CreateAsync();

    /// <summary>From now on the legacy side does not answer.</summary>
    void TakeDown();

    void BringUp();
}

/// <summary>How an adapter comes into the suite.</summary>
/// <param name="Adapter">Its name in the catalogue.</param>
/// <param name="Waivers">Cases that it does not keep, by name, each with the reason.</param>
public sealed record SourceEntry(string Adapter, Func<ISourceHost> Make, IReadOnlyDictionary<string, string> Waivers)
{
    public override string ToString() => Adapter;
}
